import { z } from 'zod';
import { Failure } from '../../../contract/errors.ts';

/** What a page of a list has to be told about those before it, so that any process can go on. */
const listToken = z.object({
  /** the site's own word for the page */
  continuation: z.string().min(1).max(50_000),
  /** entries before it */
  before: z.number().int().nonnegative(),
  /** what the first page said of the list */
  id: z.string().max(200),
  url: z.string().max(2000),
  title: z.string().max(2000),
  channel: z.string().max(2000).nullable(),
  count: z.number().int().nonnegative().nullable(),
  /** whose all of them are, or `null` */
  owner: z.string().max(2000).nullable(),
});
export type ListToken = z.infer<typeof listToken>;

/** One word without anything that has to be escaped. */
export function encodeToken(token: ListToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** @throws Failure `invalid-input` */
export function decodeToken(text: string): ListToken {
  try {
    return listToken.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch (error) {
    throw new Failure('invalid-input', { detail: 'no page of a list begins there', cause: error });
  }
}
