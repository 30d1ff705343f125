import { nameFromDisposition } from '../files/disposition.ts';
import { splitExtension } from '../files/extension.ts';
import { nameFromLink, withTypeExtension } from '../files/link-name.ts';
import { safeName } from '../files/name.ts';
import type { ResponseHead } from '../net/response-head.ts';
import type { Source } from './source.ts';

/**
 * The name a source suggests for its file: what the server says, else the end of the address that redirects led to when
 * it looks like a file, else the end of the link.
 */
export function suggestName(source: Source, head: ResponseHead, type: string | null): string {
  const disposition = head.headers.first('content-disposition');
  const said = disposition === undefined ? undefined : nameFromDisposition(disposition);
  if (said !== undefined) return withTypeExtension(safeName(said), type);
  const last = nameFromLink(source.url.href);
  const own = source.url === source.link ? last : nameFromLink(source.link.href);
  const best = splitExtension(last)[1] === '' && splitExtension(own)[1] !== '' ? own : last;
  return withTypeExtension(best, type);
}
