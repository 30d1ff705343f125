import type { Settings } from '../../contract/settings.ts';
import type { TaskId } from '../../contract/task.ts';
import type { Clock, Log } from '../host.ts';
import { admit, type Candidate, type Lines, type Room } from '../queue/admit.ts';
import type { Store } from '../store/index.ts';
import { bytesNeeded } from '../store/record.ts';
import type { Book } from './book.ts';
import { comeDue } from './come-due.ts';
import { DiskWatch } from './disk-watch.ts';
import type { Runner } from './runner.ts';

/** Tasks looked at in one go, beyond those there is room for: some may have to be passed over. */
const spare = 4;
/** Milliseconds; timers know nothing of a clock that was set, or of a computer that slept, and a recording must not begin late. */
const longestTimer = 30_000;
/** Milliseconds after which a look that failed is repeated. */
const retryAfter = 5_000;

/** How many tasks may run at a time. */
export type Limits = Pick<Settings, 'maxActive' | 'maxPerHost' | 'maxRecordings'>;

/** What admission works with. */
export interface AdmissionParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly book: Book;
  readonly runner: Runner;
  /** hold in place of the settings */
  readonly limits: Partial<Limits>;
}

/** Starts queued tasks whenever there is room: a slot, a host, the disk, the time. */
export class Admission {
  readonly #parts: AdmissionParts;
  readonly #disks: DiskWatch;
  #holding: Promise<unknown> = Promise.resolve();
  #asked = false;
  #running = false;
  #open = false;
  #cancelTimer: (() => void) | undefined;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
    this.#disks = new DiskWatch(parts.clock, () => this.poke());
  }

  /** From now on tasks are started. Those that waited for room in an earlier run are looked after. */
  async open(): Promise<void> {
    for (const directory of new Set(this.#parts.store.line.forSpace().map((record) => record.directory))) {
      await this.#disks.hold(directory);
    }
    this.#open = true;
    this.poke();
  }

  close(): void {
    this.#open = false;
    this.#cancelTimer?.();
    this.#disks.close();
  }

  /** The disk of this folder is full: nothing starts on it until there is room. */
  holdDisk(directory: string): void {
    this.#holding = Promise.all([this.#holding, this.#disks.hold(directory)]);
  }

  /** Something changed that may let a task start. Many calls in a row are one look. */
  poke(): void {
    if (!this.#open || this.#asked) return;
    this.#asked = true;
    setImmediate(() => {
      if (!this.#running) void this.#look();
    });
  }

  async #look(): Promise<void> {
    this.#running = true;
    try {
      while (this.#asked && this.#open) {
        this.#asked = false;
        await this.#holding;
        await this.#letGoOn();
        // the timer counts from the same moment: what became ready in between would else be waited for by nobody
        const now = this.#parts.clock.now();
        if (this.#open) await this.#startDue(now);
        if (this.#open) this.#setTimer(now);
      }
    } catch (error) {
      this.#parts.log.error('tasks could not be started', { reason: String(error) });
      // what was asked meanwhile is done by the look to come
      this.#asked = false;
      this.#cancelTimer?.();
      if (this.#open) this.#cancelTimer = this.#parts.clock.after(retryAfter, () => this.poke());
    } finally {
      this.#running = false;
    }
  }

  /** Tasks that wait for room go on as far as there is room for what each still needs. */
  async #letGoOn(): Promise<void> {
    if (!this.#disks.active) return;
    const { store, book } = this.#parts;
    const waiting = store.line.forSpace();
    const { reserve } = store.settings.get();
    const free = await this.#disks.room([...new Set(waiting.map((record) => record.directory))], reserve);
    const still = new Set<string>();
    for (const { id, directory } of waiting) {
      const record = book.get(id);
      if (record?.state.name !== 'queued' || record.state.waiting?.why !== 'space') continue;
      const room = free.get(directory) ?? 0;
      const needs = bytesNeeded(record);
      if (room > needs) {
        free.set(directory, (free.get(directory) ?? 0) - needs);
        book.move(record, { type: 'go-on' });
      } else still.add(directory);
    }
    // others may have filled a disk while this one waited
    const looked = new Set(waiting.map(({ id }) => id));
    for (const { id, directory } of store.line.forSpace()) if (!looked.has(id)) still.add(directory);
    await this.#disks.onlyFor(still);
  }

  async #startDue(now: number): Promise<void> {
    const { store, book, runner } = this.#parts;
    for (const record of store.line.due(now)) {
      book.transaction(() => comeDue(book, store.line, record, now));
    }
    if (now < runner.heldUntil) return;
    this.#startReady(now, await this.#space());
    if (this.#open) this.#tellHeld(now);
  }

  /** @param space see `Room`; what those that start will write is taken from it */
  #startReady(now: number, space: Map<string, number>): void {
    const { store, book, runner } = this.#parts;
    const fullHosts = new Set<string>();
    const fullDirectories = new Set<string>();
    const passed = new Set<TaskId>();
    while (this.#open) {
      const { maxPerHost, byHost, slots } = this.#room();
      for (const [host, count] of byHost) if (count >= maxPerHost) fullHosts.add(host);
      const excluded = { hosts: [...fullHosts], directories: [...fullDirectories] };
      const read = (kind: keyof Lines): Candidate[] =>
        slots[kind] > 0 ? store.line[kind](now, excluded, slots[kind] + spare + passed.size) : [];
      const lines = { recordings: read('recordings'), files: read('files') };
      const free = ({ id }: Candidate): boolean => !runner.busy(id) && !passed.has(id);
      const candidates = { recordings: lines.recordings.filter(free), files: lines.files.filter(free) };
      const more = (kind: keyof Lines): boolean =>
        candidates[kind].length > 0 && lines[kind].length >= slots[kind] + spare + passed.size;
      const goOn = more('recordings') || more('files');
      const admission = admit(candidates, { slots, maxPerHost, byHost, space });
      for (const id of admission.start) {
        const record = book.get(id);
        if (record === undefined) continue;
        const left = space.get(record.directory);
        if (left !== undefined) space.set(record.directory, left - bytesNeeded(record));
        runner.start(record);
      }
      for (const host of admission.fullHosts) fullHosts.add(host);
      for (const directory of admission.fullDirectories) fullDirectories.add(directory);
      for (const { id } of [...lines.recordings, ...lines.files]) if (runner.busy(id)) passed.add(id);
      if (!goOn) return;
    }
  }

  #room(): Pick<Room, 'slots' | 'maxPerHost' | 'byHost'> {
    const { store, runner, limits } = this.#parts;
    const { maxActive, maxPerHost, maxRecordings } = { ...store.settings.get(), ...limits };
    const { filesByHost, recordings } = runner.load();
    const files = [...filesByHost.values()].reduce((sum, count) => sum + count, 0);
    return {
      slots: { files: maxActive - files, recordings: maxRecordings - recordings },
      maxPerHost,
      byHost: filesByHost,
    };
  }

  /** Writes down which recordings wait for a slot and for nothing else: whoever waits for one should know. */
  #tellHeld(now: number): void {
    const { store, book, runner } = this.#parts;
    const full = this.#room().slots.recordings <= 0;
    for (const record of store.line.recordingsDue(now, !full)) {
      if (!runner.busy(record.id)) book.move(record, { type: full ? 'hold' : 'go-on' });
    }
  }

  /** Room on the disks that are watched, beyond the reserve, by the folders that wait. */
  async #space(): Promise<Map<string, number>> {
    if (!this.#disks.active) return new Map();
    const { store } = this.#parts;
    return this.#disks.room(store.line.directories(), store.settings.get().reserve);
  }

  #setTimer(now: number): void {
    const { clock, store, runner } = this.#parts;
    this.#cancelTimer?.();
    const next = store.line.nextReady(now);
    const held = runner.heldUntil > now ? runner.heldUntil : undefined;
    const at = Math.min(next ?? Number.POSITIVE_INFINITY, held ?? Number.POSITIVE_INFINITY);
    if (at === Number.POSITIVE_INFINITY) return;
    this.#cancelTimer = clock.after(Math.min(at - now, longestTimer), () => this.poke());
  }
}
