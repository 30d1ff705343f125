import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../files/folder.ts';
import { type MadeStream, makeHls } from '../streams/make-hls.ts';
import { hashesOf } from '../streams/packets.ts';
import { begin, fragmentsOf, ledgerOf } from '../streams/record.ts';

const small = { seconds: 12, segment: 2, gop: 2, size: '96x64' };
const master = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",LANGUAGE="en",DEFAULT=YES,URI="a/list.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=100000,RESOLUTION=96x64,AUDIO="a"
v/list.m3u8
`;

/** A finished stream whose sound is apart. @param sound answers what is asked of it */
async function apart(sound: (response: ServerResponse, answer: () => void) => void) {
  const folder = await testFolder();
  const pictures = await makeHls(join(folder, 'v'), { ...small, audio: 'none' });
  const tones = await makeHls(join(folder, 'a'), { ...small, video: 'none' });
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const answer = (): void => void bodyOf(folder, path).then((body) => response.end(body));
    if (path === '/a/list.m3u8') sound(response, answer);
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { folder, pictures, tones, requests, url: `http://127.0.0.1:${port}/master.m3u8` };
}

async function bodyOf(folder: string, path: string): Promise<Buffer> {
  if (path === '/master.m3u8') return Buffer.from(master);
  return readFile(join(folder, path.replace('list.m3u8', 'made.m3u8')));
}

function whole({ folder, segments }: MadeStream): string {
  return `concat:${segments.map(({ name }) => join(folder, name)).join('|')}`;
}

async function recordedOf(paths: readonly string[], kind: 'video' | 'audio'): Promise<string[]> {
  return (await Promise.all(paths.map((path) => hashesOf(path, kind)))).flat();
}

test('fragments wait for sound of which nothing has come yet', async () => {
  const held: (() => void)[] = [];
  const { folder, pictures, tones, url } = await apart((_, answer) => held.push(answer));
  const begun = begin(url, folder, { fragment: 4 });
  // All pictures are there, and two fragments could have been made, when the sound begins.
  await expect.poll(() => begun.live()?.length, { timeout: 20_000 }).toBe(12);
  expect(begun.files).toEqual([]);
  for (const answer of held.splice(0)) answer();
  const files = await begun.done;
  const paths = fragmentsOf(files);
  expect(paths).toHaveLength(3);
  expect(await recordedOf(paths, 'video')).toEqual(await hashesOf(whole(pictures), 'video'));
  expect(await recordedOf(paths, 'audio')).toEqual(await hashesOf(whole(tones), 'audio'));
  expect((await ledgerOf(files)).gaps).toEqual([]);
});

test('sound of which nothing comes is missing, and the ledger says so', async () => {
  const { folder, pictures, url } = await apart((response) => response.writeHead(404).end());
  const files = await begin(url, folder, { fragment: 4, giveUp: 2 }).done;
  expect(await recordedOf(fragmentsOf(files), 'video')).toEqual(await hashesOf(whole(pictures), 'video'));
  const { gaps, length } = await ledgerOf(files);
  expect(gaps).toMatchObject([{ at: 0, length, cause: 'outage', segments: 0, detail: expect.stringContaining('404') }]);
  expect(gaps[0]?.track).not.toBe('main');
});
