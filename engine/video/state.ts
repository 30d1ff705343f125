import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errnoOf, fileFailure } from '../files/failure.ts';
import { replaceFile } from '../files/replace-file.ts';

/** In the work folder itself, whatever the record says: it may lie where others can write. */
const ownName = z.string().regex(/^[\w-][\w.-]{0,255}$/u);

const stateFormat = z.object({
  version: z.literal(1),
  /** the formats that were chosen, so that a later attempt goes on with the same */
  formats: z.array(z.object({ id: z.string(), size: z.number().nullable() })),
  /** what is finished and only has to get its name; `null` until it is */
  made: z
    .object({
      /** name in the work folder */
      file: ownName,
      /** media type */
      type: z.string(),
      /** what it is to be called */
      name: z.string(),
      /** subtitles beside it, by their names in the work folder */
      beside: z.array(z.object({ file: ownName, language: z.string(), form: z.string() })),
    })
    .nullable(),
});

/** What one attempt at a video leaves to the next, besides the bytes. */
export type VideoState = z.infer<typeof stateFormat>;
/** A video that is put together and has no name yet. */
export type MadeVideo = NonNullable<VideoState['made']>;

/** `undefined` when there is none, or none that can be understood. @throws Failure when the folder cannot be read */
export async function readState(path: string): Promise<VideoState | undefined> {
  try {
    const parsed = stateFormat.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw fileFailure(error, path);
  }
}

/** @throws Failure */
export function writeState(path: string, state: VideoState): Promise<void> {
  return replaceFile(path, JSON.stringify(state), 0o600);
}
