import { Player } from 'youtubei.js';
import { Failure } from '../../../contract/errors.ts';
import type { HttpClient } from '../../net/client.ts';
import type { Fetch } from '../../net/fetch.ts';
import { dig, wordOf } from './dig.ts';
import { loadPlatform } from './platform.ts';
import type { PlayerCode } from './sandbox/messages.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import { textWithin } from './text-within.ts';

/** One for the whole process: what is kept of it is a thread, and only while somebody needs it. */
const sandbox = new Sandbox();

loadPlatform(async ({ output }) => {
  const value = await sandbox.evaluate(output);
  if (typeof value !== 'object' || value === null) throw outdated('its code returned no addresses');
  return value;
});

/** Milliseconds for which a player is good without another look: they change every few days, and the old ones go on working a while. */
const KEEP_MS = 60 * 60 * 1000;

/** Milliseconds for each part of a player, some MiB: the sandbox serves nobody else meanwhile. */
const FETCH_MS = 5 * 60 * 1000;

interface Kept {
  readonly at: number;
  readonly code: Promise<PlayerCode>;
}

/** Players are kept as long as the client over which they came. */
const kept = new WeakMap<HttpClient, Kept>();

/**
 * The player of the site, from which signatures are worked out.
 * @throws Failure `extractor-outdated`, those of `fetch`, the reason of the signal
 */
export async function currentPlayer(client: HttpClient, fetch: Fetch, signal: AbortSignal): Promise<Player> {
  for (;;) {
    const earlier = kept.get(client);
    if (earlier === undefined || Date.now() - earlier.at >= KEEP_MS) break;
    try {
      return toPlayer(await earlier.code);
    } catch (error) {
      signal.throwIfAborted();
      // Only where whoever asked for it gave up is it worth asking again.
      if (error instanceof Failure && error.code !== 'canceled') throw error;
    }
  }
  const code = sandbox.player(null, textWithin(fetch, FETCH_MS), signal);
  kept.set(client, { at: Date.now(), code });
  code.catch(() => dropPlayer(client, code));
  return toPlayer(await code);
}

function dropPlayer(client: HttpClient, code: Promise<PlayerCode>): void {
  if (kept.get(client)?.code === code) kept.delete(client);
}

function toPlayer({ id, signatureTimestamp, output, exported }: PlayerCode): Player {
  return new Player(id, signatureTimestamp, { output, exported: [...exported] });
}

/**
 * The address of a format, with what the player's code makes of its signature and its `n`.
 * @param solved `n` that were transformed before, and what became of them
 * @throws Failure `extractor-outdated`
 */
export async function addressOf(format: unknown, player: Player, solved: Map<string, string>): Promise<string> {
  const part = (name: string): string | undefined => wordOf(dig(format, name)) ?? undefined;
  const url = await player
    .decipher(part('url'), part('signatureCipher'), part('cipher'), solved)
    .catch((error: unknown) => {
      throw error instanceof Failure ? error : outdated(error instanceof Error ? error.message : 'it failed');
    });
  const address = URL.parse(url);
  if (address?.protocol !== 'https:') throw outdated('its code gave no address');
  // What the player says when its own code has failed.
  if (address.searchParams.get('n')?.startsWith('enhanced_except_')) throw outdated('its code failed at `n`');
  return url;
}

function outdated(why: string): Failure {
  return new Failure('extractor-outdated', { detail: `the player: ${why}` });
}
