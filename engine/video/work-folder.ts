import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dropJournal } from '../download/journal.ts';
import type { PartPlace } from '../download/part-file.ts';
import { errnoOf, fileFailure } from '../files/failure.ts';
import { makeUnfinishedFolder, unfinishedPaths } from '../files/unfinished.ts';

/** What a track is for. */
export type Role = 'picture' | 'sound';

/** Where the unfinished work of one video lies. */
export class WorkFolder {
  readonly path: string;
  readonly #directory: string;

  constructor(directory: string, id: string) {
    this.#directory = directory;
    this.path = unfinishedPaths(directory, id).video;
  }

  /** What is known of the task from one attempt to the next. */
  get state(): string {
    return this.at('state.json');
  }

  get metadata(): string {
    return this.at('metadata.txt');
  }

  at(name: string): string {
    return join(this.path, name);
  }

  journal(role: Role): string {
    return this.at(`${role}.json`);
  }

  part(role: Role): PartPlace {
    return { data: this.at(`${role}.part`), makeFolder: () => this.make() };
  }

  /** What is stored of the tracks counts no more. @throws Failure */
  async forgetTracks(): Promise<void> {
    for (const role of ['picture', 'sound'] as const) {
      await dropJournal(this.journal(role));
      await rm(this.at(role), { recursive: true, force: true }).catch((error: unknown) => {
        throw fileFailure(error, this.at(role));
      });
    }
  }

  /** Makes it where it is missing. @throws Failure */
  async make(): Promise<void> {
    for (;;) {
      await makeUnfinishedFolder(this.#directory);
      try {
        await mkdir(this.path);
        return;
      } catch (error) {
        if (errnoOf(error) === 'EEXIST') return;
        // A task that ends removes the shared folder, perhaps between our two steps.
        if (errnoOf(error) !== 'ENOENT') throw fileFailure(error, this.path);
      }
    }
  }
}
