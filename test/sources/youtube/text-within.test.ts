import { expect, test } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { textWithin } from '../../../engine/sources/youtube/text-within.ts';

test('what does not come to its end is given up', async () => {
  const fetch = textWithin(
    (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))),
    1,
  );
  await expect(fetch('https://a.test/player.js')).rejects.toMatchObject({ code: 'timeout' });
});

test('what comes is there, and what fails says why', async () => {
  const there = textWithin(async () => new Response('code', { status: 203 }), 60_000);
  expect(await there('https://a.test/')).toEqual({ status: 203, text: 'code' });
  const refused = textWithin(() => Promise.reject(new Failure('tls')), 60_000);
  await expect(refused('https://a.test/')).rejects.toMatchObject({ code: 'tls' });
});
