import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Packets of media. */
export interface Counts {
  readonly video: number;
  readonly audio: number;
}

/** How many pictures and frames of sound some files hold together. */
export async function countsOf(paths: readonly string[]): Promise<Counts> {
  const sum = { video: 0, audio: 0 };
  const fields = ['-count_packets', '-show_entries', 'stream=codec_type,nb_read_packets', '-of', 'json'];
  for (const path of paths) {
    const { stdout } = await run('ffprobe', ['-v', 'error', ...fields, path]);
    const { streams } = JSON.parse(stdout) as { streams: { codec_type: keyof Counts; nb_read_packets: string }[] };
    for (const { codec_type, nb_read_packets } of streams) sum[codec_type] += Number(nb_read_packets);
  }
  return sum;
}

/** The same of all media files in a folder. */
export async function countsIn(folder: string): Promise<Counts> {
  const names = (await readdir(folder)).filter((name) => /\.(?:mp4|ts)$/u.test(name));
  return countsOf(names.map((name) => join(folder, name)));
}

/** What is not there of a stream, in a few words; `none`. */
export function missingWords(there: Counts, source: Counts): string {
  const kinds = (['video', 'audio'] as const).filter((kind) => there[kind] !== source[kind]);
  return kinds.map((kind) => `${kind} ${source[kind] - there[kind]} of ${source[kind]}`).join(', ') || 'none';
}
