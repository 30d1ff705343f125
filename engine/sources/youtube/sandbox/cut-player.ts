import { Player } from 'youtubei.js';
import { loadPlatform } from '../platform.ts';
import type { PlayerCode } from './messages.ts';

/**
 * Fetches the code of a player and cuts out of it what works out signatures. Takes a second or so of pure reckoning: its millions of
 * characters are parsed.
 * @param id the player's, or `null` for the one in use
 * @throws Error of the library's
 */
export async function cutPlayer(id: string | null, fetch: (url: string) => Promise<Response>): Promise<PlayerCode> {
  loadPlatform(() => Promise.reject(new Error('nothing is run while a player is read')));
  const player = await Player.create(undefined, (input) => fetch(String(input)), undefined, id ?? undefined);
  const { output = '', exported = [] } = player.data ?? {};
  // Values that stand in it as they are need no code to be run.
  if (!exported.some((name) => name !== 'rawValues')) throw new Error('the player has no function for signatures');
  return { id: player.player_id, signatureTimestamp: player.signature_timestamp, output, exported };
}
