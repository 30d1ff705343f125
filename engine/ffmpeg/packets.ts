import { StringDecoder } from 'node:string_decoder';
import { Failure } from '../../contract/errors.ts';
import { fileUrl, runFfmpeg } from './run.ts';

/** What a file holds of one stream. */
export interface StreamPackets {
  readonly kind: 'video' | 'audio' | 'other';
  readonly packets: number;
  /** the first packet stands alone */
  readonly beginsWithKey: boolean;
  /** seconds at which the first packet is to be shown */
  readonly start: number;
  /** every packet has a time at which it is to be shown */
  readonly isTimed: boolean;
  /** seconds from the first packet to the end of the last, in the order of decoding */
  readonly span: number;
}

/** Above what stands for a time that is not known: -2^63. */
const noTime = -(2 ** 62);
/** Seconds without an answer after which reading counts as stuck. */
const stallMs = 60_000;

interface Reading {
  kind: StreamPackets['kind'];
  /** seconds a tick */
  tick: number;
  packets: number;
  beginsWithKey: boolean;
  isTimed: boolean;
  first: { readonly dts: number; readonly pts: number };
  end: number;
}

/**
 * Has ffmpeg read a file from its beginning to its end, without decoding. ffprobe could tell the same, but does not come with
 * every ffmpeg.
 * @throws Failure `corrupt-media` when it cannot be read; else as `runFfmpeg`
 */
export async function packetsOf(
  path: string,
  tools: {
    readonly program: string;
    readonly signal: AbortSignal;
    readonly onChild: (pid: number, running: boolean) => void;
    /** what ffmpeg is to take it for; by default it looks itself */
    readonly format?: string;
  },
): Promise<StreamPackets[]> {
  const streams = new Map<number, Reading>();
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const { format, ...running } = tools;
  const forced = format === undefined ? [] : ['-f', format];
  const input = ['-copyts', '-protocol_whitelist', 'file', ...forced, '-i', fileUrl(path)];
  const output = ['-map', '0', '-c', 'copy', '-copyinkf', '-f', 'framecrc', '-protocol_whitelist', 'pipe', 'pipe:1'];
  const { outcome, complaints } = await runFfmpeg({
    ...running,
    args: [...input, ...output],
    inputs: [],
    stallMs,
    expected: {
      unreadable:
        /Invalid data found|could not find codec parameters|End of file|Could not write header|does not contain any stream/,
    },
    onOutput: (bytes) => {
      const lines = (rest + decoder.write(bytes)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) read(line, streams);
    },
  });
  if (outcome === 'unreadable') throw new Failure('corrupt-media', { detail: complaints, retryable: false });
  const filled = [...streams.values()].filter(({ packets }) => packets > 0);
  return filled.map(({ kind, packets, beginsWithKey, isTimed, first, end, tick }) => ({
    kind,
    packets,
    beginsWithKey,
    isTimed,
    start: first.pts * tick,
    span: (end - first.dts) * tick,
  }));
}

/** A line of the format framecrc: a comment about a stream, or stream, dts, pts, duration, size, checksum, other flags. */
function read(line: string, streams: Map<number, Reading>): void {
  const about = /^#(tb|media_type) (\d+): (\S+)$/.exec(line);
  if (about !== null) {
    const stream = streamOf(streams, Number(about[2]));
    if (about[1] === 'tb') stream.tick = tickOf(about[3] ?? '');
    else stream.kind = about[3] === 'video' || about[3] === 'audio' ? about[3] : 'other';
    return;
  }
  const [index, dts, pts, duration, , , ...flags] = line.split(',').map((field) => field.trim());
  if (index === undefined || !/^\d+$/.test(index)) return;
  const stream = streamOf(streams, Number(index));
  if (stream.packets === 0) {
    stream.first = { dts: Number(dts), pts: Number(pts) };
    // Flags are told only where they are anything else than those of a key frame.
    const other = flags.find((flag) => flag.startsWith('F='));
    stream.beginsWithKey = other === undefined || (Number(other.slice(2)) & 1) === 1;
  }
  stream.packets++;
  stream.isTimed &&= Number(pts) > noTime;
  stream.end = Math.max(stream.end, Number(dts) + Number(duration));
}

function streamOf(streams: Map<number, Reading>, index: number): Reading {
  const known = streams.get(index);
  if (known !== undefined) return known;
  const first = { dts: 0, pts: 0 };
  const stream: Reading = {
    kind: 'other',
    tick: 1,
    packets: 0,
    beginsWithKey: false,
    isTimed: true,
    first,
    end: Number.NEGATIVE_INFINITY,
  };
  streams.set(index, stream);
  return stream;
}

function tickOf(fraction: string): number {
  const [over = 1, under = 1] = fraction.split('/').map(Number);
  return over / under;
}
