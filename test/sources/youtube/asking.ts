import { onTestFinished } from 'vitest';
import { HttpClient } from '../../../engine/net/client.ts';
import type { Access } from '../../../engine/sources/video/access.ts';
import { YoutubeResolver } from '../../../engine/sources/youtube/resolver.ts';
import type { StandIn } from '../../stand-in/stand-in.ts';
import { type TemporaryStandIn, temporaryStandIn } from '../../stand-in/temporary.ts';

/** The site that stands in for YouTube, trusted by this process. To be started before anything speaks TLS. */
export async function standInForAll(): Promise<TemporaryStandIn> {
  const standIn = await temporaryStandIn();
  standIn.trust();
  return standIn;
}

/** What goes with each question of a test, over a client of its own: nothing is known of the site yet. */
export function accessTo(standIn: StandIn, more: Partial<Access> = {}): Access {
  const client = new HttpClient({});
  onTestFinished(() => client.close());
  return { client, headers: [], auth: null, cookies: null, proxy: standIn.proxy, idleMs: 20_000, limits: [], ...more };
}

const watch = (id: string): string => `https://www.youtube.com/watch?v=${id}`;

/** Asks for a video. */
export function askFor(standIn: StandIn, id: string, clients: readonly string[] = [], more: Partial<Access> = {}) {
  const resolver = new YoutubeResolver(accessTo(standIn, more), clients);
  return resolver.video({ url: id.startsWith('https:') ? id : watch(id), signal: AbortSignal.timeout(60_000) });
}
