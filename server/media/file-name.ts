import { basename } from 'node:path';
import { create } from 'content-disposition';

/** What a browser does with a file: keeps it under its name, or shows it. */
export type Disposition = 'attachment' | 'inline';

/**
 * The `Content-Disposition` of a file (RFC 6266), with its name in Unicode (RFC 8187) and in ASCII for old readers. No name of a file
 * can end the field or the parameter.
 */
export function dispositionOf(path: string, type: Disposition): string {
  // half a surrogate pair has no encoding
  return create(basename(path).toWellFormed(), { type });
}
