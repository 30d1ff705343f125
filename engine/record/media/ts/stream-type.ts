import { Failure } from '../../../../contract/errors.ts';
import type { FramedCodec } from '../audio-frames/frame.ts';
import type { Programme, ProgrammeStream } from './programme.ts';

/** Video whose pictures are looked into; of others the random access flag of the packets has to tell. */
export type VideoGrammar = 'h264' | 'hevc' | 'mpeg2';

/** What an elementary stream is. A `grammar` of `null`: its units are taken to be its PES packets. */
export type StreamKind =
  | { readonly kind: 'video'; readonly codec: string; readonly grammar: VideoGrammar | null }
  | { readonly kind: 'audio'; readonly codec: string; readonly grammar: FramedCodec | null };

/** By stream_type (ISO/IEC 13818-1 table 2-34, and what ATSC and others gave numbers to). */
const KINDS: Readonly<Record<number, StreamKind>> = {
  1: { kind: 'video', codec: 'mpeg1', grammar: 'mpeg2' },
  2: { kind: 'video', codec: 'mpeg2', grammar: 'mpeg2' },
  16: { kind: 'video', codec: 'mpeg4', grammar: null },
  27: { kind: 'video', codec: 'h264', grammar: 'h264' },
  36: { kind: 'video', codec: 'hevc', grammar: 'hevc' },
  51: { kind: 'video', codec: 'vvc', grammar: null },
  3: { kind: 'audio', codec: 'mp3', grammar: 'mp3' },
  4: { kind: 'audio', codec: 'mp3', grammar: 'mp3' },
  15: { kind: 'audio', codec: 'aac', grammar: 'aac' },
  17: { kind: 'audio', codec: 'aac-latm', grammar: null },
  129: { kind: 'audio', codec: 'ac3', grammar: 'ac3' },
  132: { kind: 'audio', codec: 'eac3', grammar: 'eac3' },
  135: { kind: 'audio', codec: 'eac3', grammar: 'eac3' },
  138: { kind: 'audio', codec: 'dts', grammar: null },
};

/** H.264, AAC, AC-3 and E-AC-3 of which parts of each sample are encrypted (Apple's SAMPLE-AES). */
const ENCRYPTED: ReadonlySet<number> = new Set([0xdb, 0xcf, 0xc1, 0xc2]);

const PRIVATE = 6;
const REGISTRATION = 0x05;
/** What a private stream is, by the tag of a descriptor (ETSI EN 300 468 annex D). */
const BY_TAG: Readonly<Record<number, StreamKind>> = {
  106: { kind: 'audio', codec: 'ac3', grammar: 'ac3' },
  122: { kind: 'audio', codec: 'eac3', grammar: 'eac3' },
  123: { kind: 'audio', codec: 'dts', grammar: null },
};
const BY_REGISTRATION: Readonly<Record<string, StreamKind>> = {
  'AC-3': { kind: 'audio', codec: 'ac3', grammar: 'ac3' },
  EAC3: { kind: 'audio', codec: 'eac3', grammar: 'eac3' },
  Opus: { kind: 'audio', codec: 'opus', grammar: null },
  DTS1: { kind: 'audio', codec: 'dts', grammar: null },
  DTS2: { kind: 'audio', codec: 'dts', grammar: null },
  DTS3: { kind: 'audio', codec: 'dts', grammar: null },
  HEVC: { kind: 'video', codec: 'hevc', grammar: 'hevc' },
};

/**
 * What an elementary stream is.
 * @returns `undefined` for what is not recorded: ID3, SCTE-35, teletext, subtitles, data
 * @throws Failure `protected` for encrypted ones
 */
export function streamKind(stream: ProgrammeStream): StreamKind | undefined {
  if (ENCRYPTED.has(stream.type)) {
    throw new Failure('protected', { detail: `a stream of type 0x${stream.type.toString(16)} (SAMPLE-AES)` });
  }
  return stream.type === PRIVATE ? privateKind(stream.descriptors) : KINDS[stream.type];
}

/** Whether a programme has anything to record. */
export function hasMedia(programme: Programme): boolean {
  return programme.streams.some((stream) => streamKind(stream) !== undefined);
}

function privateKind(descriptors: Uint8Array): StreamKind | undefined {
  for (let at = 0; at + 2 <= descriptors.length; at += 2 + (descriptors[at + 1] ?? 0)) {
    const tag = descriptors[at] ?? 0;
    const name = Buffer.from(descriptors.subarray(at + 2, at + 6)).toString('latin1');
    const kind = tag === REGISTRATION ? BY_REGISTRATION[name] : BY_TAG[tag];
    if (kind !== undefined) return kind;
  }
  return undefined;
}
