import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StandIn } from './stand-in.ts';
import { temporaryStandIn } from './temporary.ts';
import { ask, bytesOf } from './through.ts';

let standIn: StandIn;

beforeAll(async () => {
  standIn = await temporaryStandIn();
});
afterAll(() => standIn.close());

async function get(url: string, body?: object): Promise<Buffer> {
  return bytesOf(await ask(standIn, url, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }));
}

async function manifests(): Promise<{ readonly hlsManifestUrl: string; readonly dashManifestUrl: string }> {
  const call = { videoId: 'liveNowVide', context: { client: { clientName: 'VISIONOS' } } };
  const answer = await get('https://www.youtube.com/youtubei/v1/player', call);
  return (JSON.parse(answer.toString()) as { streamingData: Awaited<ReturnType<typeof manifests>> }).streamingData;
}

it('is live as HLS until it ends', async () => {
  const master = (await get((await manifests()).hlsManifestUrl)).toString();
  const variant = master.match(/^https:.+$/m)?.[0] ?? '';
  const playlist = (await get(variant)).toString();
  const names = playlist.match(/^s\d+\.ts$/gm) ?? [];
  expect(names.length).toBeGreaterThanOrEqual(10);
  expect(playlist).not.toContain('ENDLIST');
  expect((await get(new URL(names.at(-1) ?? '', variant).href))[0]).toBe(0x47);
  await standIn.endLive();
  expect((await get(variant)).toString()).toContain('ENDLIST');
});

it('reaches to its start as DASH', async () => {
  const { dashManifestUrl } = await manifests();
  const manifest = (await get(dashManifestUrl)).toString();
  expect(manifest).toMatch(/type="dynamic"/);
  expect(manifest).toMatch(/startNumber="1"/);
  const first = await get(new URL('p0/video/init.mp4', dashManifestUrl).href);
  expect(first.toString('latin1', 4, 8)).toBe('ftyp');
  expect((await get(new URL('p0/video/1.m4s', dashManifestUrl).href)).length).toBeGreaterThan(1000);
});
