import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileFailure } from '../../files/failure.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { syncFolder } from '../../files/sync-folder.ts';

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
    await replaceFile(path, data, 0o666, part);
    await syncFolder(this.#folder).catch((error: unknown) => {
      throw fileFailure(error, path);
    });
  }
}
