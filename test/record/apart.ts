import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { z } from 'zod';
import type { recordingOptions } from '../../contract/recording.ts';
import { testFolder } from '../files/folder.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { type MadeStream, makeHls } from '../streams/make-hls.ts';
import { hashesOf } from '../streams/packets.ts';
import { type Begun, begin } from '../streams/record.ts';

/** A live stream of 12 s whose sound is apart, each with an origin that a test breaks on its own. */
interface Apart {
  readonly pictures: MadeStream;
  readonly tones: MadeStream;
  readonly main: LiveOrigin;
  readonly sound: LiveOrigin;
  /** Lets both go on by some segments of half a second. */
  reveal(count: number): void;
  end(): void;
  /** Begins to record it. */
  record(options?: z.input<typeof recordingOptions>): Begun;
}

const spec = { seconds: 12, segment: 0.5, gop: 0.5, fps: '24', size: '96x64' };

/**
 * Serves the first two seconds of it.
 * @param window segments a playlist names at most
 * @param subtitles address of the playlist of subtitles in the multivariant playlist, or `null` for none
 */
export async function apart(window: number, subtitles: string | null = null): Promise<Apart> {
  const folder = await testFolder();
  const pictures = await makeHls(join(folder, 'v'), { ...spec, audio: 'none' });
  const tones = await makeHls(join(folder, 'a'), { ...spec, video: 'none' });
  const [main, sound] = [pictures, tones].map((stream) => new LiveOrigin(stream, { window, first: 4 }));
  if (main === undefined || sound === undefined) throw new Error('two streams have two origins');
  await Promise.all([main.listen(), sound.listen()]);
  main.fault('apart.m3u8', { text: multivariant(sound.url(), subtitles) });
  onTestFinished(async () => {
    await Promise.all([main.close(), sound.close()]);
  });
  return {
    ...{ pictures, tones, main, sound },
    reveal: (count) => {
      main.reveal(count);
      sound.reveal(count);
    },
    end: () => {
      main.end();
      sound.end();
    },
    record: (options = {}) => {
      const begun = begin(main.url('apart.m3u8'), folder, { from: 'start', ...options });
      onTestFinished(async () => {
        begun.recording.leave('not-running');
        await begun.done.catch(() => {});
      });
      return begun;
    },
  };
}

function multivariant(sound: string, subtitles: string | null): string {
  const text =
    subtitles === null
      ? ''
      : `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",LANGUAGE="en",URI="${subtitles}"\n`;
  const group = subtitles === null ? '' : ',SUBTITLES="s"';
  return `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",LANGUAGE="en",DEFAULT=YES,URI="${sound}"
${text}#EXT-X-STREAM-INF:BANDWIDTH=100000,RESOLUTION=96x64,AUDIO="a"${group}
live.m3u8
`;
}

/** The packets of some segments of a stream. */
export function packetsOf({ folder, segments }: MadeStream, kind: 'video' | 'audio', from = 0): Promise<string[]> {
  const names = segments.slice(from).map(({ name }) => join(folder, name));
  return hashesOf(`concat:${names.join('|')}`, kind);
}

/** The packets of files one behind the other. */
export async function recordedOf(paths: readonly string[], kind: 'video' | 'audio'): Promise<string[]> {
  return (await Promise.all(paths.map((path) => hashesOf(path, kind)))).flat();
}
