import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../contract/errors.ts';
import type { FromWorker, LookJob } from '../../contract/worker-messages.ts';
import { RateLimit } from '../../engine/download/rate-limit.ts';
import type { Resolver } from '../../engine/sources/video/resolver.ts';
import { Clients } from '../../worker/clients.ts';
import { Looks } from '../../worker/looks.ts';
import { foundFormat, foundList, foundVideo } from '../sources/video/found-video.ts';

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(1000, 7)]);

/** A server of pictures: by path, bytes; what is not there answers 404, `/slow` never. */
async function pictures(pages: Readonly<Record<string, Uint8Array>>): Promise<{ base: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const page = pages[request.url ?? ''];
    if (request.url === '/slow') return;
    response.writeHead(page === undefined ? 404 : 200).end(page);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function resolver(answers: Partial<Resolver>): Resolver {
  const unsupported = (): Promise<never> => Promise.reject(new Failure('unsupported'));
  return { name: 'builtin', claims: () => true, video: unsupported, list: unsupported, ...answers };
}

function looksWith(resolvers: readonly Resolver[]): { looks: Looks; answer: Promise<FromWorker> } {
  const clients = new Clients({});
  onTestFinished(() => clients.close());
  let answered = (_: FromWorker): void => undefined;
  const answer = new Promise<FromWorker>((resolve) => {
    answered = resolve;
  });
  const port = { send: answered, onMessage: () => undefined };
  const limit = new RateLimit(null, () => performance.now());
  return { looks: new Looks({ port, clients, limit, resolversFor: () => resolvers }), answer };
}

function job(url: string, change: Partial<LookJob> = {}): LookJob {
  return {
    ...{ id: 'a', url, as: 'video', next: null, headers: [], auth: null, cookies: null },
    ...{ resolving: { resolver: 'auto', ytDlp: '', clients: [] }, proxy: 'direct', reach: 'any', idleTimeout: 30 },
    ...change,
  };
}

test('what is told of a video holds no address of its media, and a small picture of it', async () => {
  const { base, asked } = await pictures({ '/320': jpeg, '/1280': jpeg });
  const picture = (width: number) => ({ url: `${base}/${width}`, width, height: null });
  const subtitles = ['vtt', 'srt'].map((form) => ({
    ...{
      language: 'en',
      name: 'English',
      automatic: false,
      form,
      place: { url: `${base}/s`, headers: [], chunk: null },
    },
  }));
  const found = foundVideo({ pictures: [picture(120), picture(1280), picture(320)], subtitles });
  const { looks, answer } = looksWith([resolver({ video: () => Promise.resolve(found) })]);
  looks.start(job(`${base}/v`));
  const said = await answer;
  if (said.type !== 'looked' || said.found.kind !== 'video') throw new Error(JSON.stringify(said));
  expect(said.found.thumbnail).toBe(`data:image/jpeg;base64,${jpeg.toString('base64')}`);
  expect(asked).toEqual(['/320']);
  expect(said.found.subtitles).toEqual([{ language: 'en', name: 'English', automatic: false }]);
  const { place: _, index: __, ...format } = foundFormat();
  expect(said.found.formats).toEqual([format]);
  expect(Object.keys(said.found)).not.toContain('hls');
});

test('a picture that is none, is too large or does not come is no failure', async () => {
  const html = Buffer.from('<html></html>');
  const huge = Buffer.concat([jpeg, Buffer.alloc(300_000)]);
  const { base, asked } = await pictures({ '/html': html, '/huge': huge });
  for (const names of [['html', 'huge'], ['slow'], ['missing']]) {
    const found = foundVideo({
      pictures: names.map((name) => ({ url: `${base}/${name}`, width: null, height: null })),
    });
    const { looks, answer } = looksWith([resolver({ video: () => Promise.resolve(found) })]);
    looks.start(job(`${base}/v`));
    expect(await answer).toMatchObject({ type: 'looked', found: { thumbnail: null } });
  }
  expect(asked).toEqual(['/html', '/huge', '/slow', '/missing']);
});

test('the page behind is asked of the resolver that named it', async () => {
  const pages: (string | null)[] = [];
  const other = resolver({
    name: 'yt-dlp',
    list: ({ next }) => {
      pages.push(next);
      const answeredBy = { resolver: 'yt-dlp', version: '2', client: null } as const;
      return Promise.resolve(foundList('https://site.example/', 2, { next: '3:a', answeredBy }));
    },
  });
  const builtin = resolver({ list: () => Promise.reject(new Failure('extractor-outdated')) });
  const first = looksWith([builtin, other]);
  first.looks.start(job('https://site.example/l', { as: 'list' }));
  const said = await first.answer;
  if (said.type !== 'looked' || said.found.kind !== 'list') throw new Error(JSON.stringify(said));
  expect(said.found.entries.map(({ task }) => task)).toEqual([null, null]);
  const { next } = said.found;
  const second = looksWith([resolver({ list: () => Promise.reject(new Error('asked in vain')) }), other]);
  second.looks.start(job('https://site.example/l', { as: 'list', next }));
  expect(await second.answer).toMatchObject({ type: 'looked' });
  expect(pages).toEqual([null, '3:a']);
  const third = looksWith([builtin]);
  third.looks.start(job('https://site.example/l', { as: 'list', next }));
  expect(await third.answer).toMatchObject({ type: 'failed', error: { code: 'invalid-input' } });
});

test('a look that is stopped ends what it waits for', async () => {
  let ended = false;
  const waiting = resolver({
    video: ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          ended = true;
          reject(new Error('the program was killed'));
        });
      }),
  });
  const { looks, answer } = looksWith([waiting]);
  looks.start(job('https://site.example/v'));
  expect(looks.stop('b')).toBe(false);
  expect(looks.stop('a')).toBe(true);
  expect(await answer).toMatchObject({ type: 'failed', id: 'a', error: { code: 'canceled' } });
  await looks.stopAll();
  expect([ended, looks.stop('a')]).toEqual([true, false]);
});
