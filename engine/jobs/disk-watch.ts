import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { spaceOn } from '../files/space.ts';
import type { Clock } from '../host.ts';

/** Milliseconds between two looks at a disk that was full. */
const lookEvery = 5_000;

/** Watches the disks that were full. Folders on other disks are none of its business. */
export class DiskWatch {
  readonly #clock: Clock;
  readonly #onLook: () => void;
  /** full disks by their device number */
  readonly #full = new Set<number>();
  readonly #devices = new Map<string, number>();
  #cancel: (() => void) | undefined;
  #closed = false;
  /** how often a disk was found full */
  #holds = 0;

  /** @param onLook called every 5 seconds while a disk is watched */
  constructor(clock: Clock, onLook: () => void) {
    this.#clock = clock;
    this.#onLook = onLook;
  }

  get active(): boolean {
    return this.#full.size > 0;
  }

  /** The disk of this folder was found full. */
  async hold(directory: string): Promise<void> {
    const device = await this.#deviceOf(directory);
    if (this.#closed) return;
    this.#holds++;
    this.#full.add(device);
    this.#cancel ??= this.#clock.after(lookEvery, () => this.#look());
  }

  /**
   * Bytes of room for those of the folders that are on a watched disk. The others are not in the answer.
   * Folders on the same disk each get all of its room.
   * @param reserve bytes that have to stay free
   */
  async room(directories: readonly string[], reserve: number): Promise<Map<string, number>> {
    const free = new Map<string, number>();
    for (const directory of directories) {
      if (this.#full.has(await this.#deviceOf(directory)))
        free.set(directory, await roomIn(directory, reserve).catch(() => 0));
    }
    return free;
  }

  /** Stops watching the disks of all but these folders, which are those that still have to wait. */
  async onlyFor(directories: Iterable<string>): Promise<void> {
    // a disk that fills up while this looks is not among those it may let go
    const before = [...this.#full];
    const held = this.#holds;
    const needed = new Set(await Promise.all([...directories].map((directory) => this.#deviceOf(directory))));
    if (held !== this.#holds) return;
    for (const device of before) if (!needed.has(device)) this.#full.delete(device);
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#full.clear();
  }

  #look(): void {
    this.#cancel = undefined;
    if (!this.active) return;
    this.#cancel = this.#clock.after(lookEvery, () => this.#look());
    // another disk may be mounted there meanwhile
    this.#devices.clear();
    this.#onLook();
  }

  async #deviceOf(directory: string): Promise<number> {
    const known = this.#devices.get(directory);
    if (known !== undefined) return known;
    const device = await deviceOf(directory);
    this.#devices.set(directory, device);
    return device;
  }
}

async function roomIn(directory: string, reserve: number): Promise<number> {
  const space = await spaceOn(directory, reserve);
  return space.free - space.reserve;
}

/** The device of a folder, or of the nearest one above it that exists. */
async function deviceOf(path: string): Promise<number> {
  try {
    return (await stat(path)).dev;
  } catch {
    const above = dirname(path);
    return above === path ? -1 : deviceOf(above);
  }
}
