import { execFile } from 'node:child_process';
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

/**
 * A hash of each packet of one stream, in their order; equal for the same access unit in any container.
 * @param input a path, or `concat:a|b` for segments that stand behind each other
 */
export async function hashesOf(input: string, kind: 'video' | 'audio'): Promise<string[]> {
  const select = kind === 'video' ? 'v:0' : 'a:0';
  const probe = [
    '-v',
    'error',
    '-select_streams',
    select,
    '-show_entries',
    'stream=codec_name',
    '-of',
    'csv=p=0',
    input,
  ];
  const codec = (await run('ffprobe', probe)).stdout.trim().split('\n')[0] ?? '';
  if (codec === '') return [];
  const filter = normal[codec];
  const args = ['-v', 'error', '-nostdin', '-copyts', '-i', input, '-map', `0:${select}`, '-c', 'copy'];
  const chain = filter === undefined ? [] : [kind === 'video' ? '-bsf:v' : '-bsf:a', filter];
  const { stdout } = await run('ffmpeg', [...args, ...chain, '-f', 'framehash', '-hash', 'md5', '-'], large);
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',')[5]?.trim() ?? '');
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
