import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryStandIn, temporaryStandIn } from './temporary.ts';

/** Set by `npm test`. */
const program = process.env['SLUICE_TEST_YT_DLP'] ?? '';

interface Found {
  readonly id: string;
  readonly title: string;
  readonly duration: number;
  readonly chapters: readonly { readonly title: string; readonly start_time: number }[];
  readonly subtitles: Readonly<Record<string, unknown>>;
  readonly formats: readonly { readonly format_id: string; readonly filesize?: number }[];
}

describe.skipIf(program === '')('yt-dlp', () => {
  let standIn: TemporaryStandIn;

  beforeAll(async () => {
    standIn = await temporaryStandIn();
  });
  afterAll(() => standIn.close());

  const run = (...args: readonly string[]): Promise<{ stdout: string; stderr: string }> =>
    promisify(execFile)(program, ['--ignore-config', '--no-cache-dir', '--proxy', standIn.proxy, ...args], {
      env: { ...process.env, SSL_CERT_FILE: standIn.ca },
      cwd: standIn.folder,
    });

  it('finds a video with its formats, chapters and subtitles', async () => {
    const { stdout } = await run('-j', '--', 'https://www.youtube.com/watch?v=filmDirect1');
    const found = JSON.parse(stdout) as Found;
    expect(found).toMatchObject({ id: 'filmDirect1', title: 'Bars and tone', duration: 30 });
    expect(found.chapters.map(({ start_time }) => start_time)).toEqual([0, 10, 20]);
    expect(Object.keys(found.subtitles)).toEqual(['en', 'ru']);
    expect(found.formats.map(({ format_id }) => format_id)).toEqual(
      expect.arrayContaining(['18', '137', '140', '251']),
    );
  });

  it('fetches it', async () => {
    await run('-f', '18', '-o', 'video.mp4', '--', 'https://youtu.be/shortDirect');
    const { stdout } = await promisify(execFile)('ffprobe', [
      ...['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', join(standIn.folder, 'video.mp4')],
    ]);
    expect(Number(stdout)).toBeCloseTo(6, 0);
    expect(standIn.refused).toEqual([]);
  });

  it.each(['playlist?list=PLstand300', 'playlist?list=PLlockup300'])('lists all 300 of %s', async (path) => {
    const { stdout } = await run('--flat-playlist', '--print', 'id', '--', `https://www.youtube.com/${path}`);
    expect(stdout.trim().split('\n')).toHaveLength(300);
  });

  it('is told why a video is refused', async () => {
    await expect(run('-j', '--', 'https://www.youtube.com/watch?v=membersVide')).rejects.toThrow('Join this channel');
  });
});
