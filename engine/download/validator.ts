import type { HeaderList } from '../net/header-list.ts';
import { parseHttpDate } from '../net/http-date.ts';

/** What tells one state of a source from another (RFC 9110 section 8.8). */
export interface Validator {
  /** a strong entity tag with its quotes, or `null` */
  readonly etag: string | null;
  /** a Last-Modified that counts as strong, as it was sent, or `null` */
  readonly lastModified: string | null;
  /** the entity tag, strong or weak, without its `W/`; equality proves nothing, difference does. `null` for none */
  readonly tag: string | null;
  /** the Last-Modified, however fresh; likewise */
  readonly date: string | null;
}

/** The validator of a source that says nothing. */
export const noValidator: Validator = { etag: null, lastModified: null, tag: null, date: null };

/** Reads the validators that prove sameness byte by byte, and apart from them the weak ones, which can only prove a change. */
export function validatorOf(headers: HeaderList): Validator {
  const etag = headers.first('etag')?.trim() ?? '';
  // Some servers call a tag weak as long as the file is fresh and drop the mark a second later.
  const tag = /^(?:W\/)?("[^"]*")$/.exec(etag)?.[1] ?? null;
  return {
    etag: etag === tag ? tag : null,
    lastModified: strongDate(headers),
    tag,
    date: headers.first('last-modified')?.trim() || null,
  };
}

/**
 * A date is strong only when the answer was made at least a second later (RFC 9110 section 8.8.2.2): within the second
 * the file may have changed again.
 */
function strongDate(headers: HeaderList): string | null {
  const modified = headers.first('last-modified')?.trim() ?? '';
  const at = parseHttpDate(modified);
  if (at === undefined) return null;
  const date = parseHttpDate(headers.first('date'));
  return date === undefined || date - at >= 1000 ? modified : null;
}

/** The value for `If-Range` (RFC 9110 section 13.1.5), or `undefined` when nothing proves sameness. */
export function ifRange(validator: Pick<Validator, 'etag' | 'lastModified'>): string | undefined {
  return validator.etag ?? validator.lastModified ?? undefined;
}

/** Whether an answer with validator `now` can belong to a source that had `before`: what both name has to be equal. */
export function mayBeSame(before: Validator, now: Validator): boolean {
  if (before.tag !== null && now.tag !== null) return before.tag === now.tag;
  if (before.date !== null && now.date !== null) return before.date === now.date;
  return true;
}
