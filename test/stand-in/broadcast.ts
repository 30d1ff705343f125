import { DashOrigin } from '../streams/dash-origin.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { filesOf, madeHls, type StreamFiles, type StreamSpec } from '../streams/make-hls.ts';
import type { Reply } from './site-host.ts';

/** Seconds of the broadcast, of a segment, and that have passed when somebody first looks. */
const [length, segment, passed] = [240, 2, 20];

const specs = {
  both: { seconds: length, segment, gop: segment, size: '640x360' },
  video: { seconds: length, segment, gop: segment, size: '640x360', audio: 'none', container: 'fmp4' },
  audio: { seconds: length, segment, gop: segment, video: 'none', container: 'fmp4' },
} as const satisfies Record<string, StreamSpec>;

/** What is live: begins when it is first asked for, as HLS of the last minute and as DASH that reaches to the start. */
export class Broadcast {
  #origins: Promise<{ readonly hls: LiveOrigin; readonly dash: DashOrigin }> | undefined;

  async hls(name: string): Promise<Reply> {
    return from((await this.#begun()).hls.url(name));
  }

  async dash(name: string): Promise<Reply> {
    return from((await this.#begun()).dash.url(name));
  }

  /** It is over, as HLS tells it. */
  async end(): Promise<void> {
    (await this.#begun()).hls.end();
  }

  async close(): Promise<void> {
    const origins = await this.#origins;
    await origins?.hls.close();
    await origins?.dash.close();
  }

  #begun(): Promise<{ readonly hls: LiveOrigin; readonly dash: DashOrigin }> {
    this.#origins ??= begin();
    return this.#origins;
  }
}

async function begin(): Promise<{ hls: LiveOrigin; dash: DashOrigin }> {
  const hls = new LiveOrigin(await made('both'), { window: 30, first: passed / segment });
  const period = { id: 'p0', start: 0, video: await made('video'), audio: await made('audio') };
  const dash = new DashOrigin([period], {
    addressing: 'timeline',
    segment,
    depth: 3600,
    update: segment,
    first: passed,
  });
  await hls.listen();
  await dash.listen();
  hls.play(segment * 1000);
  return { hls, dash };
}

async function made(name: keyof typeof specs): Promise<StreamFiles> {
  return filesOf(await madeHls(specs[name]));
}

async function from(url: string): Promise<Reply> {
  const response = await fetch(url);
  const type = url.endsWith('.mpd')
    ? 'application/dash+xml'
    : url.endsWith('.m3u8')
      ? 'application/vnd.apple.mpegurl'
      : 'application/octet-stream';
  return { status: response.status, type, body: Buffer.from(await response.arrayBuffer()) };
}
