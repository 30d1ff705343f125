import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './ffmpeg.ts';

/** A packet as ffprobe shows it. */
export interface Packet {
  readonly stream: number;
  /** seconds; NaN for none */
  readonly pts: number;
  readonly isKey: boolean;
  readonly hash: string;
}

/** The packets of MPEG-TS, and what the reader complained of. */
export function packetsOf(ts: Uint8Array): Promise<{ packets: Packet[]; complaints: string }> {
  return probe(['-f', 'mpegts', '-i', 'pipe:0'], ts);
}

/**
 * The packets of an MP4 that ffmpeg makes of MPEG-TS as it is, and what the two of them complained of.
 * @param more arguments for the output
 */
export async function packetsAsMp4(
  ts: Uint8Array,
  more: readonly string[],
): Promise<{ packets: Packet[]; complaints: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-ts-'));
  try {
    const file = join(folder, 'out.mp4');
    const args = [
      '-v',
      'warning',
      '-f',
      'mpegts',
      '-i',
      'pipe:0',
      '-map',
      '0',
      '-c',
      'copy',
      '-use_editlist',
      '0',
      ...more,
      file,
    ];
    const { complaints } = await run('ffmpeg', args, ts);
    const found = await probe(['-i', file]);
    return { packets: found.packets, complaints: complaints + found.complaints };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function probe(input: readonly string[], bytes?: Uint8Array): Promise<{ packets: Packet[]; complaints: string }> {
  const entries = ['-show_entries', 'packet=stream_index,pts_time,flags,data_hash', '-show_data_hash', 'sha256'];
  const { out, complaints } = await run('ffprobe', ['-v', 'warning', ...entries, '-of', 'json', ...input], bytes);
  const { packets } = JSON.parse(out.toString()) as {
    packets: { stream_index: number; pts_time?: string; flags: string; data_hash: string }[];
  };
  const shown = packets.map((packet) => ({
    stream: packet.stream_index,
    pts: Number.parseFloat(packet.pts_time ?? ''),
    isKey: packet.flags.startsWith('K'),
    hash: packet.data_hash,
  }));
  return { packets: shown, complaints };
}
