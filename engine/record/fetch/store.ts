import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure } from '../../files/failure.ts';
import { syncFolder } from '../../files/sync-folder.ts';
import { writeAll } from '../../files/whole.ts';

/** The work folder of a recording, as those who put media segments into it see it. */
export class SegmentStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Stores a file whole: when this resolves it lies on the disk under its name, also after a loss of power; before, there is
   * nothing under that name, or what was there.
   * @throws Failure `disk-full`, `permission`, `folder-missing`
   */
  async write(name: string, data: Uint8Array): Promise<void> {
    const path = join(this.#folder, name);
    // Two may store the same initialisation section at the same time.
    const part = `${path}.${randomBytes(4).toString('hex')}.part`;
    let file: FileHandle | undefined;
    try {
      file = await open(part, 'w');
      await writeAll(file, data);
      await file.datasync();
      await file.close();
      file = undefined;
      await rename(part, path);
      await syncFolder(this.#folder);
    } catch (error) {
      await file?.close().catch(() => {});
      await rm(part, { force: true }).catch(() => {});
      throw fileFailure(error, path);
    }
  }
}
