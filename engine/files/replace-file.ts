import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { fileFailure } from './failure.ts';

/**
 * Replaces a small file as a whole: written beside under `.tmp`, flushed, renamed. Whoever reads sees the old or the new one,
 * never a half; the new name itself is not flushed. Nothing half is left after a failure.
 * @param mode of the new file
 * @throws Failure `disk-full`, `permission`, `folder-missing`
 */
export async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const next = `${path}.tmp`;
  let file: FileHandle | undefined;
  try {
    file = await open(next, 'w', mode);
    await file.writeFile(text);
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
