/** What a page may reach besides its own files. */
interface Reach {
  /** sources of what is played */
  readonly media: readonly string[];
  /** sources of what scripts may ask for besides the page's own server */
  readonly connect: readonly string[];
}

/**
 * What the page may do: use its own files, show pictures that come inside an answer of the engine (`data:`, which loads nothing
 * from anywhere), play recordings (directly, or put together by a `MediaSource`, which has an address of `blob:`), and nothing from
 * any other network. Scripts and styles never come from strings: no inline script or style element, no `eval`, and with Trusted Types
 * without a policy no markup from text either.
 */
export function contentPolicy({ media, connect }: Reach): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    `media-src ${[...media, 'blob:'].join(' ')}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
