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

/** A segment as it was stored. */
interface Loaded {
  readonly data: Uint8Array;
  readonly init: Uint8Array | null;
}

/**
 * What ffmpeg reads of one track of a fragment: its stored segments through the feed, one after the other. What it gave is
 * written when the next is asked for; that one is read meanwhile, so that no more than two are held.
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
  const loader = new Loader(folder, feed.inPlace === true);
  let coming = loader.load(pieces[0]);
  for (const [index, { shift }] of pieces.entries()) {
    const { data, init } = await coming;
    coming = loader.load(pieces[index + 1]);
    // Told when it is its turn.
    coming.catch(() => {});
    yield feed.push({ data, init, shift: delayed(shift, later) });
  }
  yield feed.end();
  loader.clear();
}

/** Reads segments, each into memory of its own or in turn into two. */
class Loader {
  readonly #folder: string;
  readonly #inTurn: boolean;
  #desks: [Uint8Array, Uint8Array] = [Buffer.alloc(0), Buffer.alloc(0)];
  #map: { readonly file: string | null; readonly init: Uint8Array | null } = { file: null, init: null };

  constructor(folder: string, inTurn: boolean) {
    this.#folder = folder;
    this.#inTurn = inTurn;
  }

  async load(piece: FragmentPiece | undefined): Promise<Loaded> {
    if (piece === undefined) return { data: Buffer.alloc(0), init: null };
    const { map, file, bytes } = piece.segment;
    const room = this.#room(bytes);
    if (map !== this.#map.file) {
      this.#map = { file: map, init: map === null ? null : await read(join(this.#folder, map)) };
    }
    return { data: await read(join(this.#folder, file), room), init: this.#map.init };
  }

  /** Only when all that lay there has been written: an abandoned write may still read it. */
  clear(): void {
    if (this.#inTurn) for (const desk of this.#desks) freeMemory(desk);
  }

  #room(length: number): Uint8Array {
    if (!this.#inTurn) return Buffer.allocUnsafeSlow(length);
    const [next, current] = this.#desks;
    let desk = next;
    if (desk.length < length) {
      freeMemory(desk);
      desk = Buffer.allocUnsafeSlow(Math.ceil(length * ROOMIER));
    }
    this.#desks = [current, desk];
    return desk.subarray(0, length);
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
