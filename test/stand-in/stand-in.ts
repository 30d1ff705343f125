import type { IncomingMessage, ServerResponse } from 'node:http';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { makeAuthority } from './authority.ts';
import type { Behaviour } from './behaviour.ts';
import { Broadcast } from './broadcast.ts';
import { startFront } from './front.ts';
import { parseCall } from './interface-calls.ts';
import type { List } from './list.ts';
import { answerMedia, manifestReply } from './media-host.ts';
import { type SeenRequest, Site } from './site.ts';
import { pictureReply, type Reply, siteReply } from './site-host.ts';
import type { Video } from './video.ts';

/** What the stand-in stands in for. */
const siteHosts = [
  ...['youtube.com', '*.youtube.com', 'youtu.be', 'youtube-nocookie.com', '*.youtube-nocookie.com'],
  ...['*.googlevideo.com', 'ytimg.com', '*.ytimg.com', '*.ggpht.com', 'youtubei.googleapis.com'],
];

export interface StandInOptions {
  /** further hosts, and what answers for them */
  readonly hosts?: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>;
}

export interface StandIn extends AsyncDisposable {
  /** `http://127.0.0.1:port`, the only way to it */
  readonly proxy: string;
  /** path of the certificate of its authority in PEM, for NODE_EXTRA_CA_CERTS or SSL_CERT_FILE of a process */
  readonly ca: string;
  /** This process trusts it from now on. Before the first connection over TLS: contexts are made once. */
  trust(): void;
  readonly requests: readonly SeenRequest[];
  /** hosts that somebody wanted and did not get */
  readonly refused: readonly string[];
  /** bytes of media that were given, of one video or of all */
  given(video?: string): number;
  readonly behaviour: Behaviour;
  /** Puts a video in, or another one in its place. */
  put(video: Video): void;
  /** Changes a video that is there. */
  change(id: string, to: Partial<Omit<Video, 'id'>>): void;
  putList(list: List): void;
  /** Addresses of the media of a video that were given so far are good no more. */
  expire(video: string): void;
  /** The live broadcast is over. */
  endLive(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a site that looks like YouTube to whoever comes through its proxy; its certificates lie in `folder`. */
export async function startStandIn(folder: string, { hosts = {} }: StandInOptions = {}): Promise<StandIn> {
  const site = new Site();
  const broadcast = new Broadcast();
  // Now, and not while somebody waits for an answer.
  await Promise.all([site.media('film'), site.media('short')]);
  const names = [...siteHosts, ...Object.keys(hosts)];
  const authority = await makeAuthority(folder, names);
  const front = await startFront(authority, names, async (host, request, response) => {
    const own = hosts[host];
    if (own !== undefined) own(request, response);
    else await answer(site, broadcast, host, request, response);
  });
  const close = async (): Promise<void> => {
    await front.close();
    await broadcast.close();
  };
  return {
    proxy: front.url,
    ca: authority.path,
    trust: () => setDefaultCACertificates([...getCACertificates('default'), authority.ca]),
    requests: site.requests,
    refused: front.refused,
    given: (video) => site.given(video),
    behaviour: site.behaviour,
    put: (video) => void site.videos.set(video.id, video),
    change: (id, to) => {
      const video = site.videos.get(id);
      if (video !== undefined) site.videos.set(id, { ...video, ...to });
    },
    putList: (list) => void site.lists.set(list.id, list),
    expire: (video) => site.addresses.expire(video),
    endLive: () => broadcast.end(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function answer(
  site: Site,
  broadcast: Broadcast,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', `https://${host}`);
  const body = await readBody(request);
  const call = url.pathname.startsWith('/youtubei/') ? parseCall(body) : null;
  const seen: SeenRequest = {
    host,
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.search,
    range: request.headers.range ?? url.searchParams.get('range'),
    client: call?.client ?? null,
    about: call?.videoId ?? call?.browseId ?? call?.continuation ?? null,
    headers: request.headers,
    status: 0,
    bytes: 0,
    throttled: false,
  };
  site.requests.push(seen);
  const reply = await replyOf(site, broadcast, { host, url, body, request, response, seen });
  if (reply === null) return;
  seen.status = reply.status;
  response.writeHead(reply.status, {
    'content-type': reply.type,
    'content-length': Buffer.byteLength(reply.body),
    ...(reply.location === undefined ? {} : { location: reply.location }),
  });
  response.end(request.method === 'HEAD' ? undefined : reply.body);
}

interface Asked {
  readonly host: string;
  readonly url: URL;
  readonly body: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly seen: SeenRequest;
}

async function replyOf(site: Site, broadcast: Broadcast, asked: Asked): Promise<Reply | null> {
  const { host, url, body, request, response, seen } = asked;
  if (host.endsWith('.googlevideo.com')) {
    if (url.pathname === '/videoplayback') return answerMedia(site, request, response, url, seen);
    return manifestReply(site, broadcast, url.pathname);
  }
  if (host.endsWith('ytimg.com')) return pictureReply(site, url.pathname);
  if (host === 'youtu.be') {
    const location = `https://www.youtube.com/watch?v=${url.pathname.slice(1)}`;
    return { status: 303, type: 'text/html', body: '', location };
  }
  return siteReply(site, url, body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
