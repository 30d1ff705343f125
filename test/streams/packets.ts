import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const large = { maxBuffer: 1 << 28 };

/** One packet of a media file as it plays. */
export interface Packet {
  readonly kind: 'video' | 'audio';
  /** seconds */
  readonly pts: number;
  /** seconds */
  readonly end: number;
  readonly key: boolean;
}

interface Probed {
  readonly packets?: readonly {
    readonly codec_type: string;
    readonly pts_time?: string;
    readonly duration_time?: string;
    readonly flags: string;
  }[];
}

/** The packets of a file in their order. */
export async function packetsOf(path: string): Promise<Packet[]> {
  const fields = 'packet=codec_type,pts_time,duration_time,flags';
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', fields, '-of', 'json', path], large);
  const { packets = [] } = JSON.parse(stdout) as Probed;
  return packets.map(({ codec_type, pts_time, duration_time, flags }) => ({
    kind: codec_type === 'video' ? 'video' : 'audio',
    pts: Number(pts_time),
    end: Number(pts_time) + Number(duration_time ?? 0),
    key: flags.startsWith('K'),
  }));
}

/** How the same payload is made of what different containers hold: Annex B without parameter sets, audio without headers. */
const normal: Readonly<Record<string, string>> = {
  h264: 'h264_mp4toannexb,filter_units=remove_types=6-9',
  hevc: 'hevc_mp4toannexb,filter_units=remove_types=32-40',
  aac: 'aac_adtstoasc',
};

type Hashes = Readonly<Record<Packet['kind'], string[]>>;

/** What was hashed already: sources are compared with again and again, and one run of ffmpeg hashes pictures and sound. */
const hashed = new Map<string, Promise<Hashes>>();

/**
 * A hash of each packet of one stream, in their order; equal for the same access unit in any container.
 * @param input a path, or `concat:a|b` for segments that stand behind each other
 */
export async function hashesOf(input: string, kind: Packet['kind']): Promise<string[]> {
  const paths = input.replace(/^concat:/u, '').split('|');
  const stats = await Promise.all(paths.map((path) => stat(path, { bigint: true })));
  const key = [input, ...stats.map(({ ino, size, mtimeNs }) => [ino, size, mtimeNs])].join();
  const hashes = hashed.get(key) ?? hashPackets(input);
  hashed.set(key, hashes);
  return (await hashes)[kind];
}

async function hashPackets(input: string): Promise<Hashes> {
  const asked = ['-v', 'error', '-show_entries', 'stream=codec_name,codec_type', '-of', 'csv=p=0', input];
  const streams = (await run('ffprobe', asked)).stdout.split('\n').map((line) => line.trim().split(','));
  const kinds = (['video', 'audio'] as const).flatMap((kind) => {
    const codec = streams.find(([, type]) => type === kind)?.[0];
    return codec === undefined ? [] : [{ kind, filter: normal[codec] }];
  });
  const hashes = { video: [] as string[], audio: [] as string[] };
  if (kinds.length === 0) return hashes;
  const args = ['-v', 'error', '-nostdin', '-copyts', '-i', input, '-c', 'copy'];
  for (const { kind, filter } of kinds) {
    const letter = kind[0];
    args.push('-map', `0:${letter}:0`, ...(filter === undefined ? [] : [`-bsf:${letter}`, filter]));
  }
  const { stdout } = await run('ffmpeg', [...args, '-f', 'framehash', '-hash', 'md5', '-'], large);
  for (const line of stdout.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [stream, , , , , hash] = line.split(',');
    const kind = kinds[Number(stream)]?.kind;
    if (kind !== undefined) hashes[kind].push(hash?.trim() ?? '');
  }
  return hashes;
}

/** What ffmpeg complains of when it decodes a whole file; empty for a file that plays alone. */
export async function complaints(path: string): Promise<string> {
  const { stderr } = await run(
    'ffmpeg',
    ['-v', 'error', '-nostdin', '-xerror', '-i', path, '-f', 'null', '-'],
    large,
  ).catch((error: { stderr?: string }) => ({ stderr: error.stderr ?? 'it could not be decoded' }));
  return stderr.trim();
}
