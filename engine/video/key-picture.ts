import { StringDecoder } from 'node:string_decoder';
import { Failure } from '../../contract/errors.ts';
import { fileUrl, runFfmpeg } from '../ffmpeg/run.ts';
import type { JoinTrack } from './join-arguments.ts';

const stallMs = 60_000;

/**
 * When the picture is shown with which a clip has to begin: the last that stands alone at `start` or before it.
 * @param start seconds on the timeline of the track
 * @returns seconds
 * @throws Failure `corrupt-media`; as `runFfmpeg`
 */
export async function keyPictureBefore(
  { path, kind }: JoinTrack,
  start: number,
  tools: {
    readonly program: string;
    readonly signal: AbortSignal;
    readonly onChild: (pid: number, running: boolean) => void;
  },
): Promise<number> {
  const decoder = new StringDecoder('utf8');
  let text = '';
  const from = ['-copyts', '-protocol_whitelist', 'file', '-seek_timestamp', '1', '-ss', start.toFixed(6)];
  const { outcome } = await runFfmpeg({
    ...tools,
    args: [
      ...[...from, '-f', kind, '-i', fileUrl(path), '-map', '0:v:0', '-c', 'copy', '-frames:v', '1'],
      ...['-f', 'framecrc', '-protocol_whitelist', 'pipe', 'pipe:1'],
    ],
    ...{ inputs: [], stallMs },
    expected: { unreadable: /Invalid data found|matches no streams/ },
    onOutput: (bytes) => {
      text += decoder.write(bytes);
    },
  });
  const [, over = '0', under = '1'] = /^#tb 0: (\d+)\/(\d+)$/mu.exec(text) ?? [];
  const pts = /^0,\s*-?\d+,\s*(-?\d+),/mu.exec(text)?.[1];
  if (outcome === 'unreadable' || pts === undefined) {
    throw new Failure('corrupt-media', { detail: 'there is no picture where the clip begins', retryable: false });
  }
  return (Number(pts) * Number(over)) / Number(under);
}
