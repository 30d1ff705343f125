import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { errnoOf, fileFailure } from '../files/failure.ts';
import { replaceFile } from '../files/replace-file.ts';

const offset = z.number().int().nonnegative();

const journalFormat = z.object({
  version: z.literal(1),
  total: offset.nullable(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  /** the name the source suggested */
  name: z.string(),
  type: z.string().nullable(),
  /** `algorithm:hex` that the server named, or `null` */
  digest: z.string().nullable(),
  /** the bytes are compressed by the server and kept so */
  coded: z.boolean(),
  /** which of the forms of a video it is, as its resolver names it; `null` for a file */
  format: z.string().nullable().default(null),
  /** stored bytes, each `[start, end)` */
  ranges: z.array(z.tuple([offset, offset])),
});

/** What is known to be good of an unfinished file, and what source it belongs to. */
export type Journal = z.infer<typeof journalFormat>;

/**
 * Reads a journal. `undefined` when there is none or it cannot be understood: then nothing of the data can be trusted.
 * @throws Failure when the folder cannot be read
 */
export async function readJournal(path: string): Promise<Journal | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw fileFailure(error, path);
  }
  try {
    const parsed = journalFormat.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Replaces a journal as a whole: written beside, flushed, renamed. To be called only when the bytes it speaks of have
 * been flushed: the journal may lag the data, never lead it.
 * @throws Failure `disk-full`, `permission`, `folder-missing`
 */
export function writeJournal(path: string, journal: Journal): Promise<void> {
  return replaceFile(path, JSON.stringify(journal), 0o600);
}

/** Removes a journal, because the bytes it speaks of are about to be overwritten. @throws Failure */
export async function dropJournal(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw fileFailure(error, path);
  }
}
