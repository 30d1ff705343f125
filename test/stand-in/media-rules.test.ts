import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HttpClient } from '../../engine/net/client.ts';
import { usualBehaviour } from './behaviour.ts';
import { scramble, transformN, unscramble } from './player-code.ts';
import type { StandIn } from './stand-in.ts';
import { temporaryStandIn } from './temporary.ts';
import { ask, bytesOf } from './through.ts';

let standIn: StandIn;

beforeAll(async () => {
  standIn = await temporaryStandIn();
});
afterAll(() => standIn.close());
beforeEach(() => void Object.assign(standIn.behaviour, usualBehaviour()));

interface Format {
  readonly itag: number;
  readonly contentLength: string;
  readonly url?: string;
  readonly signatureCipher?: string;
  readonly initRange?: { readonly end: string };
  readonly indexRange?: { readonly start: string; readonly end: string };
}

/** The formats that a client gets of a video. */
async function formats(videoId: string, clientName: string): Promise<Format[]> {
  const response = await ask(standIn, 'https://www.youtube.com/youtubei/v1/player', {
    method: 'POST',
    body: JSON.stringify({ videoId, context: { client: { clientName } } }),
  });
  const read = JSON.parse((await bytesOf(response)).toString()) as { streamingData: { adaptiveFormats: Format[] } };
  return read.streamingData.adaptiveFormats;
}

async function direct(videoId = 'filmDirect1', itag = 140): Promise<Format & { url: string }> {
  const format = (await formats(videoId, 'VISIONOS')).find((one) => one.itag === itag);
  if (format?.url === undefined) throw new Error('no such format');
  return { ...format, url: format.url };
}

async function get(
  url: string,
  range?: string,
): Promise<{ status: number; body: Buffer; headers: NodeJS.Dict<string | string[]> }> {
  const response = await ask(standIn, url, range === undefined ? {} : { headers: { range: `bytes=${range}` } });
  return { status: response.statusCode ?? 0, body: await bytesOf(response), headers: response.headers };
}

describe('what lies behind an address of media', () => {
  it('is given in parts by the Range field and by the query, and they are the same bytes', async () => {
    const { url, contentLength } = await direct();
    const whole = await get(url, '0-');
    const [first, second] = [await get(url, '0-9999'), await get(`${url}&range=10000-${contentLength}`)];
    expect([whole.status, first.status, second.status]).toEqual([206, 206, 200]);
    expect(first.headers).toMatchObject({
      'content-range': `bytes 0-9999/${contentLength}`,
      'content-length': '10000',
    });
    expect(whole.body.length).toBe(Number(contentLength));
    expect(digest(Buffer.concat([first.body, second.body]))).toBe(digest(whole.body));
    expect(whole.headers['etag']).toMatch(/^"/);
    expect((await get(url, `${contentLength}-`)).status).toBe(416);
  });

  it.each([134, 137, 140])('begins with what initRange and indexRange say (itag %i)', async (itag) => {
    const { url, initRange, indexRange } = await direct('filmDirect1', itag);
    const init = (await get(url, `0-${initRange?.end}`)).body;
    expect(init.toString('latin1', 4, 8)).toBe('ftyp');
    expect(Number(indexRange?.start)).toBe(init.length);
    const index = (await get(url, `${indexRange?.start}-${indexRange?.end}`)).body;
    expect([index.toString('latin1', 4, 8), index.readUInt32BE(0)]).toEqual(['sidx', index.length]);
    const next = (await get(url, `${Number(indexRange?.end) + 1}-${Number(indexRange?.end) + 8}`)).body;
    expect(next.toString('latin1', 4, 8)).toBe('moof');
  });

  it('comes at a crawl without a range, and in parts that are too large', async () => {
    const { url } = await direct('shortDirect');
    standIn.behaviour.largest = 50_000;
    standIn.behaviour.crawl = 2_000_000;
    for (const range of ['0-49999', '0-50000', undefined]) await get(url, range);
    expect(standIn.requests.slice(-3).map(({ throttled }) => throttled)).toEqual([false, true, true]);
  });

  it('is refused after its time, with a changed signature, and with the size of another', async () => {
    const { url } = await direct();
    expect((await get(url.replace(/sig=\w{12}/, 'sig=AJfQdSswRQxx'), '0-9')).status).toBe(403);
    expect((await get(url.replace(/clen=\d+/, 'clen=1'), '0-9')).status).toBe(403);
    expect((await get(url, '0-9')).status).toBe(206);
    standIn.expire('filmDirect1');
    expect((await get(url, '0-9')).status).toBe(403);
    expect((await get((await direct()).url, '0-9')).status).toBe(206);
    standIn.behaviour.goodFor = -1;
    expect((await get((await direct()).url, '0-9')).status).toBe(403);
  });

  it('breaks off where the addresses are to expire, once', async () => {
    standIn.behaviour.expireAfterBytes = standIn.given('shortDirect') + 20_000;
    const { url } = await direct('shortDirect');
    await expect(get(url, '0-')).rejects.toThrow();
    expect((await get(url, '0-9')).status).toBe(403);
    expect((await get((await direct('shortDirect')).url, '0-')).status).toBe(206);
  });

  it('wants the signature unscrambled and n transformed', async () => {
    const cipher = (await formats('cipheredTv1', 'TVHTML5'))[0]?.signatureCipher ?? '';
    const given = new URLSearchParams(cipher);
    const url = new URL(given.get('url') ?? '');
    const [n, s] = [url.searchParams.get('n') ?? '', given.get('s') ?? ''];
    const status = async (sig: string, challenge: string): Promise<number> => {
      url.searchParams.set('sig', sig);
      url.searchParams.set('n', challenge);
      return (await get(url.href, '0-9')).status;
    };
    expect(await status(s, transformN(n))).toBe(403);
    expect(await status(unscramble(s), n)).toBe(403);
    expect(await status(unscramble(s), transformN(n))).toBe(206);
    expect(unscramble(scramble('a-signature'))).toBe('a-signature');
  });
});

it("is trusted by the product's own client", async () => {
  standIn.trust();
  const client = new HttpClient({});
  const response = await client.get({
    url: new URL('https://www.youtube.com/iframe_api'),
    headers: [],
    proxy: standIn.proxy,
    publicOnly: true,
    idleMs: 10_000,
    signal: AbortSignal.timeout(10_000),
  });
  expect(response.head.status).toBe(200);
  response.cancel();
  client.close();
});

it('leads nowhere else', async () => {
  await expect(ask(standIn, 'https://example.com/')).rejects.toThrow('403');
  expect(standIn.refused).toContain('example.com');
});

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
