import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { feedOrigin } from '../../../engine/record/feed.ts';
import { testFolder } from '../../files/folder.ts';
import { run } from './ts/ffmpeg.ts';

/** A packet as ffprobe shows it. */
export interface Packet {
  readonly kind: 'video' | 'audio';
  /** seconds */
  readonly pts: number;
  readonly key: boolean;
  readonly hash: string;
}

interface Shown {
  readonly packets: readonly { codec_type: 'video' | 'audio'; pts_time?: string; flags: string; data_hash: string }[];
}

/** The packets of a file, and what the reader complained of. */
export async function packetsOf(bytes: Uint8Array, format: string): Promise<{ packets: Packet[]; complaints: string }> {
  const path = join(await testFolder(), 'media');
  await writeFile(path, bytes);
  const entries = 'packet=codec_type,pts_time,flags,data_hash';
  const args = ['-v', 'warning', '-f', format, '-show_entries', entries, '-show_data_hash', 'sha256', '-of', 'json'];
  const { out, complaints } = await run('ffprobe', [...args, '-i', path]);
  const { packets }: Shown = JSON.parse(out.toString());
  return {
    packets: packets.map(({ codec_type, pts_time, flags, data_hash }) => ({
      kind: codec_type,
      pts: Number(pts_time),
      key: flags.startsWith('K'),
      hash: data_hash,
    })),
    complaints,
  };
}

/** The packets of one kind, by their hashes. */
export function hashes(packets: readonly Packet[], kind: Packet['kind']): string[] {
  return packets.filter((packet) => packet.kind === kind).map(({ hash }) => hash);
}

/** What ffmpeg says of codecs whose frames have no fixed size, whatever it is given. */
const usual = /^\[\w+ @ \w+\] track \d+: codec frame size is not set\n/gm;

/** Puts a fragment into a file as a recorder does, with its 0 at 0. */
export async function mux(
  bytes: Uint8Array,
  from: string,
  to: 'mp4' | 'matroska' | 'mpegts',
): Promise<{ file: Buffer; complaints: string }> {
  const path = join(await testFolder(), `muxed.${to}`);
  const input = ['-v', 'warning', '-y', '-copyts', '-f', from, '-i', 'pipe:0'];
  const output = ['-map', '0', '-c', 'copy', '-strict', '-2', '-output_ts_offset', String(-feedOrigin), '-f', to, path];
  const { complaints } = await run('ffmpeg', [...input, ...output], bytes);
  return { file: await readFile(path), complaints: complaints.replace(usual, '') };
}
