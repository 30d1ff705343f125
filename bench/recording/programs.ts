import { join } from 'node:path';

/** The command line of the built program, on the Node that runs this. */
export const sluiceRecord = [
  process.execPath,
  join(import.meta.dirname, '..', '..', 'out', 'cli', 'sluice.js'),
  ...['record', '--quiet', '-d', '.', '--from-start'],
];

/**
 * How each program is told to record a link into the folder it runs in, from the beginning.
 * @param live yt-dlp by itself takes a live playlist for all there is; with ffmpeg it goes on
 */
export function recorders(url: string, live: boolean): Record<string, string[]> {
  const downloader = live ? ['--downloader', 'm3u8:ffmpeg'] : [];
  return {
    sluice: [...sluiceRecord, url],
    'sluice, fragments of 1 min': [...sluiceRecord, '-f', '1m', url],
    ffmpeg: ['ffmpeg', '-v', 'error', '-nostdin', '-i', url, '-c', 'copy', 'out.mp4'],
    streamlink: ['streamlink', '--hls-live-restart', '-o', 'out.ts', url, 'best'],
    'yt-dlp': ['yt-dlp', '--ignore-config', '-q', ...downloader, '-o', 'out.mp4', url],
  };
}
