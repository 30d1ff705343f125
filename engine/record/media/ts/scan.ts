import { Failure } from '../../../../contract/errors.ts';
import { AudioScan } from './audio-scan.ts';
import { hasPayload, isEntry, isStart, packetBytes, payloadOf, pidOf } from './packet.ts';
import { Packets } from './packets.ts';
import { readPesHeader } from './pes.ts';
import { findProgramme, type Programme, type ProgrammeStream, readMap } from './programme.ts';
import { Sections } from './sections.ts';
import { hasMedia, type StreamKind, streamKind } from './stream-type.ts';
import { Unwrap } from './timestamp.ts';
import { VideoScan } from './video-scan.ts';

/** An elementary stream of a segment that is recorded. */
export interface ScannedTrack {
  readonly stream: ProgrammeStream;
  readonly kind: StreamKind;
  readonly content: VideoScan | AudioScan;
  /** continuity counters of its first and its last packet with payload; -1 where there is none */
  firstCount: number;
  lastCount: number;
  lastAt: number;
  /** packets with payload, and those of them that are scrambled or belong to a scrambled PES packet */
  packets: number;
  scrambled: number;
  isScrambled: boolean;
}

/** What one pass over a segment finds. */
export interface ScannedSegment {
  readonly programme: Programme;
  readonly tracks: readonly ScannedTrack[];
  /** for each PID the place of its track in `tracks` plus one, or 0 */
  readonly places: Uint8Array;
  /** offsets of packets that were sent twice (ISO/IEC 13818-1 section 2.4.3.3); the second of each two */
  readonly repeats: ReadonlySet<number>;
}

const NOTHING_READ = { firstCount: -1, lastCount: -1, lastAt: -1, packets: 0, scrambled: 0, isScrambled: false };
const PIDS = 0x2000;
const MAP = 0xff;

/**
 * Reads a segment once.
 * @param init packets with the programme (EXT-X-MAP), for segments that do not bring it; or `null`
 * @throws Failure `corrupt-media`, `protected`
 */
export function scanSegment(data: Uint8Array, init: Uint8Array | null): ScannedSegment {
  const programme = findProgramme(data, hasMedia) ?? (init === null ? undefined : findProgramme(init, hasMedia));
  if (programme === undefined) throw corrupt('no programme with pictures or sound in it');
  const unwrap = new Unwrap();
  const tracks: ScannedTrack[] = [];
  const places = new Uint8Array(PIDS);
  const add = (stream: ProgrammeStream): void => {
    const kind = streamKind(stream);
    if (kind === undefined || places[stream.pid] !== 0 || tracks.length >= MAP - 1) return;
    const content = kind.kind === 'video' ? new VideoScan(kind.grammar, unwrap) : new AudioScan(unwrap);
    tracks.push({ stream, kind, content, ...NOTHING_READ });
    places[stream.pid] = tracks.length;
  };
  for (const stream of programme.streams) add(stream);
  places[programme.mapPid] = MAP;
  const maps = new Sections();
  const repeats = new Set<number>();
  const packets = new Packets(data);
  for (let at = packets.next(); at >= 0; at = packets.next()) {
    const place = places[pidOf(data, at)] ?? 0;
    if (place === 0) continue;
    const track = tracks[place - 1];
    if (track !== undefined) readPacket(data, at, track, repeats);
    else if (place === MAP) {
      // A stream may join in the middle of a segment.
      for (const section of maps.push(data, at)) {
        const map = readMap(section, programme.mapPid);
        if (map?.number === programme.number) map.streams.forEach(add);
      }
    }
  }
  for (const track of tracks) {
    track.content.finish();
    // Few of them are damage: one wrong bit is enough to look like it.
    if (track.scrambled > 2 && track.scrambled * 2 > track.packets) {
      throw new Failure('protected', { detail: `stream ${track.stream.pid} of MPEG-TS is scrambled` });
    }
  }
  return { programme, tracks, places, repeats };
}

function readPacket(data: Uint8Array, at: number, track: ScannedTrack, repeats: Set<number>): void {
  const control = data[at + 3] ?? 0;
  if (!hasPayload(data, at)) return;
  const count = control & 0x0f;
  if (count === track.lastCount && isRepeat(data, track.lastAt, at)) {
    repeats.add(at);
    return;
  }
  if (track.firstCount < 0) track.firstCount = count;
  track.lastCount = count;
  track.lastAt = at;
  const from = payloadOf(data, at);
  const { content } = track;
  const starts = isStart(data, at);
  const header = starts ? readPesHeader(data, at, from) : undefined;
  if (starts) track.isScrambled = header?.scrambled === true;
  track.packets += 1;
  if (track.isScrambled || (control & 0xc0) !== 0) track.scrambled += 1;
  if (starts) content.begin(header, isEntry(data, at));
  if (!starts) content.more(data, from, at + packetBytes);
  else if (header !== undefined) content.more(data, header.payload, at + packetBytes);
}

/** Whether the payloads of two packets with the same count are equal. */
function isRepeat(data: Uint8Array, before: number, at: number): boolean {
  const from = payloadOf(data, at) - at;
  if (payloadOf(data, before) - before !== from) return false;
  for (let offset = from; offset < packetBytes; offset += 1) {
    if (data[before + offset] !== data[at + offset]) return false;
  }
  return true;
}

function corrupt(detail: string): Failure {
  return new Failure('corrupt-media', { detail });
}
