import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { fileFailure } from './failure.ts';
import { writeAll } from './whole.ts';

/**
 * Replaces a file as a whole: written beside, flushed, renamed. Whoever reads sees the old or the new one, never a half; the new
 * name itself is not flushed. Nothing half is left after a failure.
 * @param mode of the new file
 * @param next where it is written; its own for each of those who may write at the same time
 * @throws Failure `disk-full`, `permission`, `folder-missing`
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  mode: number,
  next = `${path}.tmp`,
): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(next, 'w', mode);
    await writeAll(file, typeof content === 'string' ? Buffer.from(content) : content);
    await file.datasync();
    await file.close();
    file = undefined;
    await rename(next, path);
  } catch (error) {
    await file?.close().catch(() => {});
    await rm(next, { force: true }).catch(() => {});
    throw fileFailure(error, path);
  }
}
