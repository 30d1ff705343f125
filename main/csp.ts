import { MEDIA_SCHEME } from './media/media-address.ts';

/**
 * What the page may do: use its own files, show pictures that come inside an answer of the engine (`data:`, which loads nothing
 * from anywhere), play recordings from their own scheme (directly, or put together by a
 * `MediaSource`, which has an address of `blob:`), and nothing from any network. Scripts and styles never come from strings: no
 * inline script or style element, no `eval`, and with Trusted Types without a policy no markup from text either.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  `connect-src 'self' ${MEDIA_SCHEME}:`,
  `media-src ${MEDIA_SCHEME}: blob:`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
