import type { Feed, FeedWindow } from '../../feed.ts';
import type { Ticks } from '../../fragment.ts';
import { boundsOf } from './bounds.ts';
import { FrameLane } from './frame-lane.ts';
import type { Lane } from './lane.ts';
import { Output } from './output.ts';
import { hasFlags, hasPayload, isStart, payloadOf, pidOf } from './packet.ts';
import { Packets } from './packets.ts';
import { movePesTimes } from './pes.ts';
import type { Programme, ProgrammeStream } from './programme.ts';
import { type ScannedSegment, type ScannedTrack, scanSegment } from './scan.ts';
import { moveClock } from './timestamp.ts';
import { PacketLane, VideoLane } from './unit-lanes.ts';
import type { Outlet } from './write-packets.ts';
import { programmePackets } from './write-programme.ts';

const FIRST_FREE_PID = 0x100;
const LAST_PID = 0x1ffe;

/** A lane, what it is for, and its line in the programme map. */
interface Entry {
  readonly key: string;
  readonly kind: 'video' | 'audio';
  readonly lane: Lane;
  readonly stream: ProgrammeStream;
}

/** Lets the packets of one fragment out of stored segments of MPEG-TS; see `Feed`. */
export function openTsFeed(window: FeedWindow): Feed {
  return new TsFeed(window);
}

class TsFeed implements Feed {
  readonly format = 'mpegts';
  readonly inPlace = true;
  readonly #window: FeedWindow;
  readonly #entries: Entry[] = [];
  readonly #table: Outlet = { pid: 0, count: 15 };
  #map: Outlet | undefined;
  #version = -1;

  constructor(window: FeedWindow) {
    this.#window = window;
  }

  get passed(): ReadonlyMap<number, { readonly kind: 'video' | 'audio'; readonly units: number }> {
    return new Map(this.#entries.map(({ kind, lane }) => [lane.pid, { kind, units: lane.units }]));
  }

  /** @throws Failure `corrupt-media`, `protected` as `readTs` does */
  push(segment: { readonly data: Uint8Array; readonly init: Uint8Array | null; readonly shift: Ticks }): Uint8Array[] {
    const { data } = segment;
    const scanned = scanSegment(data, segment.init);
    const bounds = boundsOf(this.#window, segment.shift);
    const known = this.#entries.length;
    const lanes = this.#lanesOf(scanned);
    const laneAt = (bytes: Uint8Array, at: number): Lane | undefined =>
      lanes[(scanned.places[pidOf(bytes, at)] ?? 0) - 1];
    const output = new Output(data, (bytes, at) => {
      const lane = laneAt(bytes, at);
      if (lane !== undefined) rewrite(bytes, at, lane, bounds.move);
    });
    if (this.#entries.length > known) output.add(() => this.#programme(scanned.programme));
    for (const [index, track] of scanned.tracks.entries()) lanes[index]?.prepare(track, bounds, output);
    const packets = new Packets(data);
    for (let at = packets.next(); at >= 0; at = packets.next()) {
      const lane = laneAt(data, at);
      if (lane === undefined || scanned.repeats.has(at)) continue;
      if (isStart(data, at) && hasPayload(data, at)) lane.begin(output);
      if (lane.passing) output.keep(at);
    }
    return output.finish();
  }

  end(): Uint8Array[] {
    const output = new Output(new Uint8Array(), () => {});
    for (const { lane } of this.#entries) lane.end(output);
    return output.finish();
  }

  /**
   * The lane of each track. The second stream of AAC of one segment goes on with the second of the one before, also where a
   * discontinuity has given it another PID.
   */
  #lanesOf({ tracks, programme }: ScannedSegment): (Lane | undefined)[] {
    const seen = new Map<string, number>();
    return tracks.map((track) => {
      const { codec } = track.kind;
      const number = (seen.get(codec) ?? 0) + 1;
      seen.set(codec, number);
      const key = `${codec} ${number}`;
      const entry = this.#entries.find((one) => one.key === key);
      if (entry !== undefined) return entry.lane;
      // A stream that is only announced would keep ffmpeg waiting for it.
      const { content } = track;
      if ((content.form === 'video' ? content.units : content.marks).length === 0) return undefined;
      this.#map ??= { pid: programme.mapPid, count: 15 };
      const pid = this.#freePid(track.stream.pid);
      const lane = openLane(pid, track);
      this.#entries.push({ key, kind: track.kind.kind, lane, stream: { ...track.stream, pid } });
      return lane;
    });
  }

  #freePid(wanted: number): number {
    const isTaken = (pid: number): boolean =>
      pid === this.#map?.pid || this.#entries.some(({ lane }) => lane.pid === pid);
    if (!isTaken(wanted)) return wanted;
    for (let pid = FIRST_FREE_PID; pid <= LAST_PID; pid += 1) if (!isTaken(pid)) return pid;
    return wanted;
  }

  #programme(of: Programme): Uint8Array {
    this.#version = (this.#version + 1) & 0x1f;
    const streams = this.#entries.map(({ stream }) => stream);
    const map = this.#map ?? { pid: of.mapPid, count: 15 };
    return programmePackets(this.#table, map, { of, streams, version: this.#version });
  }
}

function openLane(pid: number, { kind }: ScannedTrack): Lane {
  if (kind.kind === 'video') return new VideoLane(pid);
  return kind.grammar === null ? new PacketLane(pid) : new FrameLane(pid, kind.grammar);
}

/** Gives a packet the PID, the continuity counter and the timestamps it has in the fragment. */
function rewrite(bytes: Uint8Array, at: number, lane: Lane, move: number): void {
  const isCounted = hasPayload(bytes, at);
  if (isCounted) lane.count = (lane.count + 1) & 0x0f;
  bytes[at + 1] = ((bytes[at + 1] ?? 0) & 0xe0) | (lane.pid >> 8);
  bytes[at + 2] = lane.pid & 0xff;
  bytes[at + 3] = ((bytes[at + 3] ?? 0) & 0xf0) | lane.count;
  const hasClock = hasFlags(bytes, at) && ((bytes[at + 5] ?? 0) & 0x10) !== 0 && (bytes[at + 4] ?? 0) >= 7;
  if (hasClock) moveClock(bytes, at + 6, move);
  if (isCounted && isStart(bytes, at)) movePesTimes(bytes, at, payloadOf(bytes, at), move);
}
