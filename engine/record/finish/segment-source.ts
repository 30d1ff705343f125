import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../../contract/errors.ts';
import { errnoOf, fileFailure } from '../../files/failure.ts';
import { freeMemory } from '../../files/free-memory.ts';
import { readInto } from '../../files/whole.ts';
import type { Feed } from '../feed.ts';
import type { FragmentPiece, Ticks } from '../fragment.ts';

/** Segments differ in length; memory for somewhat longer ones need not be made anew. */
const ROOMIER = 1.25;

/**
 * What ffmpeg reads of one track of a fragment: its stored segments through the feed, one after the other, so that no more
 * than one is held. What it gave is written when the next is asked for.
 * @param folder where the segments lie
 * @param later whole seconds that are added to every time
 * @throws Failure of the feed, or of reading a file
 */
export async function* segmentSource(
  pieces: readonly FragmentPiece[],
  feed: Feed,
  folder: string,
  later: number,
): AsyncGenerator<readonly Uint8Array[]> {
  let [mapFile, init] = [null as string | null, null as Uint8Array | null];
  const desk = new Desk(feed.inPlace === true);
  for (const { segment, shift } of pieces) {
    if (segment.map !== mapFile) {
      mapFile = segment.map;
      init = mapFile === null ? null : await read(join(folder, mapFile));
    }
    const data = await read(join(folder, segment.file), desk.room(segment.bytes));
    yield feed.push({ data, init, shift: delayed(shift, later) });
  }
  yield feed.end();
  desk.clear();
}

/** Memory that a segment lies in while it is worked on. */
class Desk {
  readonly #reused: boolean;
  #memory = Buffer.alloc(0);

  /** @param reused the next segment may lie where the one before it lay */
  constructor(reused: boolean) {
    this.#reused = reused;
  }

  room(length: number): Uint8Array {
    if (!this.#reused) return Buffer.allocUnsafeSlow(length);
    if (this.#memory.length < length) {
      freeMemory(this.#memory);
      this.#memory = Buffer.allocUnsafeSlow(Math.ceil(length * ROOMIER));
    }
    return this.#memory.subarray(0, length);
  }

  /** Only when all that lay there has been written: an abandoned write may still read it. */
  clear(): void {
    if (this.#reused) freeMemory(this.#memory);
  }
}

/** Exact, in the ticks of `time`. */
export function delayed(time: Ticks, seconds: number): Ticks {
  return { ticks: time.ticks + seconds * time.timescale, timescale: time.timescale };
}

/** @param room where it shall lie, as long as it is; without one in memory of its own */
async function read(path: string, room?: Uint8Array): Promise<Uint8Array> {
  try {
    return room === undefined ? await readFile(path) : await readInto(path, room);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw fileFailure(error, path);
    // A folder that is gone may come back with its disk; a file that is gone alone was deleted.
    await stat(dirname(path)).catch((reason: unknown) => {
      throw fileFailure(reason, dirname(path));
    });
    throw new Failure('file-missing', { detail: path, cause: error });
  }
}
