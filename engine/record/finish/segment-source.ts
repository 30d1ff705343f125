import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../../contract/errors.ts';
import { errnoOf, fileFailure } from '../../files/failure.ts';
import { freeMemory } from '../../files/free-memory.ts';
import { readWhole } from '../../files/whole.ts';
import type { Feed } from '../feed.ts';
import type { FragmentPiece, Ticks } from '../fragment.ts';

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
  for (const { segment, shift } of pieces) {
    if (segment.map !== mapFile) {
      mapFile = segment.map;
      init = mapFile === null ? null : await read(join(folder, mapFile));
    }
    const data = await read(join(folder, segment.file), segment.bytes);
    const pieces = feed.push({ data, init, shift: delayed(shift, later) });
    yield pieces;
    if (feed.copies) for (const bytes of [data, ...pieces]) freeMemory(bytes);
  }
  yield feed.end();
}

/** Exact, in the ticks of `time`. */
export function delayed(time: Ticks, seconds: number): Ticks {
  return { ticks: time.ticks + seconds * time.timescale, timescale: time.timescale };
}

/** @param length bytes, where it is known */
async function read(path: string, length?: number): Promise<Uint8Array> {
  try {
    return length === undefined ? await readFile(path) : await readWhole(path, length);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw fileFailure(error, path);
    // A folder that is gone may come back with its disk; a file that is gone alone was deleted.
    await stat(dirname(path)).catch((reason: unknown) => {
      throw fileFailure(reason, dirname(path));
    });
    throw new Failure('file-missing', { detail: path, cause: error });
  }
}
