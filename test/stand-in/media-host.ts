import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Broadcast } from './broadcast.ts';
import type { MediaFile } from './media.ts';
import { serveMedia } from './serve-media.ts';
import type { SeenRequest, Site } from './site.ts';
import type { Reply } from './site-host.ts';

const refusal = (status: number): Reply => ({ status, type: 'text/plain', body: '' });

/** Media by an address that the site gave: `/videoplayback`. */
export async function answerMedia(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  seen: SeenRequest,
): Promise<Reply | null> {
  const { behaviour, addresses } = site;
  if (behaviour.refuseMedia !== null) return refusal(behaviour.refuseMedia);
  const id = (url.searchParams.get('id') ?? '').replace(/^o-/, '');
  const file = await fileOf(site, id, Number(url.searchParams.get('itag')));
  if (file === undefined) return refusal(404);
  const refused = addresses.check(url, Date.now());
  const slow = refused === 'challenge' && behaviour.wrongN === 'throttle';
  if (refused !== null && !slow) return refusal(403);
  await serveMedia(request, response, url, file, slow, behaviour, {
    onHead: (status, throttled) => void Object.assign(seen, { status, throttled }),
    onBytes: (bytes) => {
      seen.bytes += bytes;
      return site.count(id, bytes);
    },
  });
  return null;
}

async function fileOf(site: Site, id: string, itag: number): Promise<MediaFile | undefined> {
  const video = site.videos.get(id);
  if (video === undefined) return undefined;
  return (await site.media(video.media)).files.find((file) => file.itag === itag);
}

/** itags of what has picture and sound in one, as the site counts them in HLS */
const hlsItags: Readonly<Record<number, { itag: number; codecs: string; bandwidth: number }>> = {
  360: { itag: 93, codecs: 'avc1.4d401e,mp4a.40.2', bandwidth: 700_000 },
  720: { itag: 95, codecs: 'avc1.4d401f,mp4a.40.2', bandwidth: 1_600_000 },
  1080: { itag: 96, codecs: 'avc1.640028,mp4a.40.2', bandwidth: 3_000_000 },
};

/** Playlists, and what they name: `/api/manifest/…`. */
export async function manifestReply(site: Site, broadcast: Broadcast, pathname: string): Promise<Reply> {
  const [, expires] = /\/expire\/(\d+)\//.exec(pathname) ?? [];
  if (expires !== undefined && Number(expires) * 1000 <= Date.now()) return refusal(403);
  const [, id = ''] = /\/id\/([\w-]+)\.1\//.exec(pathname) ?? [];
  const video = site.videos.get(id);
  if (video === undefined) return refusal(404);
  const [, dash] = /^\/api\/manifest\/dash\/.+\/source\/(.+)$/.exec(pathname) ?? [];
  if (dash !== undefined) return broadcast.dash(dash === 'yt_live_broadcast' ? 'live.mpd' : dash);
  const media = await site.media(video.media);
  const heights =
    video.live === 'live'
      ? [360]
      : media.files.flatMap(({ kind, container, picture }) =>
          kind === 'video' && container === 'mp4' && picture !== null ? [picture.height] : [],
        );
  if (pathname.includes('/hls_variant/')) {
    const base = pathname.replace('/hls_variant/', '/hls_playlist/').replace(/\/file\/index\.m3u8$/, '');
    const body = heights.flatMap((height) => {
      const { itag, codecs, bandwidth } = hlsItags[height] ?? { itag: 0, codecs: '', bandwidth: 0 };
      const width = height === 360 ? 640 : Math.round((height * 16) / 9);
      const about = `BANDWIDTH=${bandwidth},CODECS="${codecs}",RESOLUTION=${width}x${height},FRAME-RATE=25,CLOSED-CAPTIONS=NONE`;
      return [`#EXT-X-STREAM-INF:${about}`, `https://manifest.googlevideo.com${base}/itag/${itag}/playlist/index.m3u8`];
    });
    return playlist(['#EXTM3U', '#EXT-X-INDEPENDENT-SEGMENTS', ...body].join('\n'));
  }
  const [, itag = '', file = ''] = /\/itag\/(\d+)\/playlist\/([\w.]+)$/.exec(pathname) ?? [];
  if (video.live === 'live') return broadcast.hls(file === 'index.m3u8' ? 'live.m3u8' : file);
  const height = heights.find((one) => hlsItags[one]?.itag === Number(itag));
  const body = await readFile(join(media.hls, String(height), file)).catch(() => null);
  if (body === null) return refusal(404);
  if (file.endsWith('.m3u8')) return playlist(body.toString());
  site.count(id, body.length);
  return { status: 200, type: 'application/octet-stream', body };
}

function playlist(body: string): Reply {
  return { status: 200, type: 'application/vnd.apple.mpegurl', body };
}
