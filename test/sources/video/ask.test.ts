import { describe, expect, test } from 'vitest';
import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import { HttpClient } from '../../../engine/net/client.ts';
import { askInTurn, resolversFor, toldOf } from '../../../engine/sources/video/ask.ts';
import type { Resolver } from '../../../engine/sources/video/resolver.ts';

const going = new AbortController().signal;

/** One who fails with a code, or answers with its name. */
function one(name: Resolver['name'], code: ErrorCode | null, asked: string[] = []): Resolver {
  const answer = (): Promise<never> => {
    asked.push(name);
    return Promise.reject(code === null ? new Error('answers') : new Failure(code, { detail: `${name} says so` }));
  };
  return { name, claims: () => true, video: answer, list: answer };
}

async function failureOf(first: ErrorCode, second: ErrorCode, asked: string[] = []): Promise<Failure> {
  const both = [one('builtin', first, asked), one('yt-dlp', second, asked)];
  const failed = askInTurn(both, (resolver) => resolver.video({ url: 'https://a.example', signal: going }), going);
  return failed.then(
    () => expect.unreachable(),
    (error: unknown) => (error instanceof Failure ? error : expect.unreachable()),
  );
}

describe('the next is asked where it may know better', () => {
  test.each(['extractor-outdated', 'needs-yt-dlp', 'bot-check', 'no-stream', 'unsupported', 'age-limit'] as const)(
    'after %s',
    async (code) => {
      const asked: string[] = [];
      await failureOf(code, 'tool-missing', asked);
      expect(asked).toEqual(['builtin', 'yt-dlp']);
    },
  );

  test.each(['video-private', 'video-removed', 'rate-limited', 'network', 'region'] as const)(
    'not after %s',
    async (code) => {
      const asked: string[] = [];
      expect((await failureOf(code, 'internal', asked)).code).toBe(code);
      expect(asked).toEqual(['builtin']);
    },
  );

  test('and its answer counts', async () => {
    const ask = ({ name }: Resolver): Promise<string> =>
      name === 'builtin' ? Promise.reject(new Failure('bot-check')) : Promise.resolve(name);
    await expect(askInTurn([one('builtin', null), one('yt-dlp', null)], ask, going)).resolves.toBe('yt-dlp');
  });
});

describe('what is told when all fail', () => {
  test('why the first did, where the next could not ask', async () => {
    const { code, detail } = await failureOf('needs-yt-dlp', 'tool-missing');
    expect({ code, detail }).toEqual({ code: 'needs-yt-dlp', detail: 'builtin says so' });
  });

  test('that of both, where both asked in vain', async () => {
    const { code, detail } = await failureOf('needs-yt-dlp', 'extractor-outdated');
    expect({ code, detail }).toEqual({ code: 'needs-yt-dlp', detail: 'builtin says so; yt-dlp says so' });
  });

  test('once, where both say the same', () => {
    const refused = new Failure('forbidden', { detail: 'HTTP 403' });
    expect(toldOf(refused, refused)).toMatchObject({ code: 'forbidden', detail: 'HTTP 403' });
    expect(toldOf(new Failure('forbidden'), new Failure('network'))).toMatchObject({ detail: undefined });
  });

  test('that of the next, where it lies with the video', async () => {
    expect((await failureOf('extractor-outdated', 'video-private')).code).toBe('video-private');
  });
});

test.each([
  ['https://youtu.be/dQw4w9WgXcQ', ['builtin', 'yt-dlp']],
  // refused as what it is, where there is no yt-dlp that makes more of it
  ['https://youtu.be/short', ['builtin', 'yt-dlp']],
  ['https://www.youtube.com/feed/history', ['builtin', 'yt-dlp']],
  ['https://notyoutube.com/watch?v=dQw4w9WgXcQ', ['yt-dlp']],
])('who is asked about %s', (url, names) => {
  const client = new HttpClient({});
  const access = { client, headers: [], auth: null, cookies: null, proxy: 'direct', idleMs: 1000, limits: [] };
  const resolvers = resolversFor(url, { resolver: 'auto', ytDlp: '', clients: [] }, access, () => {});
  expect(resolvers.map(({ name }) => name)).toEqual(names);
});
