import type { Player } from 'youtubei.js';
import { Failure } from '../../../contract/errors.ts';
import type { FoundFormat, Place } from '../video/found.ts';
import type { Client } from './clients.ts';
import { dig, wordOf } from './dig.ts';
import { type Refusal, refusalOf } from './failure.ts';
import { foundFormats } from './formats.ts';
import { hlsOffered } from './hls-offered.ts';
import { outdated } from './outdated.ts';
import { type PlayerAnswer, readPlayerAnswer } from './player-answer.ts';
import { addressOf } from './players.ts';
import type { Site } from './site.ts';
import { usableFormats } from './usable-formats.ts';
import { workOutAll } from './work-out.ts';

/** What one client got of a video. */
export interface Got {
  readonly client: Client;
  readonly answer: PlayerAnswer;
  readonly formats: readonly FoundFormat[];
  /** what goes with each request for it */
  readonly headers: Place['headers'];
  /** no other client gets anything better: pictures and sounds as files of their own, or a broadcast */
  readonly best: boolean;
}

/**
 * Asks for a video as one client.
 * @param accountLeft another client asks with an account and this one without
 * @throws Failure of the way to the site, and `extractor-outdated`
 */
export async function askClient(site: Site, id: string, client: Client, accountLeft: boolean): Promise<Got | Refusal> {
  // Without the code of the player there may still be a playlist, or a reason that tells more than its failure.
  const player = client.page ? await orFailure(site.player(), client) : null;
  const json = await site.ask('player', questionFor(id, player), client);
  const answer = readPlayerAnswer(json);
  if (answer === null) throw outdated('an answer of a shape that nobody knows', client.name);
  if (answer.details !== null && answer.details.id !== id)
    throw outdated('the answer is to another video', client.name);
  const refusal = refusalOf(answer, client.name, accountLeft);
  if (refusal !== null) return refusal;
  const headers = [{ name: 'User-Agent', value: await site.userAgent(client) }];
  const got = { client, answer, headers };
  if (answer.details?.live === true && (answer.hls !== null || answer.dash !== null)) {
    return { ...got, formats: [], best: true };
  }
  const files = await orFailure(filesOf(answer, client, player, headers, site.signal), client);
  if (!(files instanceof Failure) && hasBoth(files)) return { ...got, formats: files, best: true };
  const duration = answer.details?.duration ?? null;
  const offered =
    answer.hls === null ? [] : await orFailure(hlsOffered(site.plainFetch(), answer.hls, duration, headers), client);
  const formats = [files, offered].flatMap((some) => (some instanceof Failure ? [] : some));
  if (formats.length > 0) return { ...got, formats, best: false };
  const failure = [files, offered].find((some) => some instanceof Failure);
  throw failure ?? new Failure('no-stream', { detail: `${client.name}: no formats` });
}

function questionFor(videoId: string, player: Player | Failure | null): Readonly<Record<string, unknown>> {
  const question = { videoId, racyCheckOk: true, contentCheckOk: true };
  if (player === null || player instanceof Failure || player.signature_timestamp === 0) return question;
  // So that the signatures are ones that this player undoes.
  const context = { html5Preference: 'HTML5_PREF_WANTS', signatureTimestamp: player.signature_timestamp };
  return { ...question, playbackContext: { contentPlaybackContext: context } };
}

async function orFailure<T>(wanted: Promise<T>, client: Client): Promise<T | Failure> {
  try {
    return await wanted;
  } catch (error) {
    return outdated(error, client.name);
  }
}

function hasBoth(formats: readonly FoundFormat[]): boolean {
  return formats.some(({ kind }) => kind === 'video') && formats.some(({ kind }) => kind === 'audio');
}

/** The formats that are files, with addresses that work. */
async function filesOf(
  answer: PlayerAnswer,
  client: Client,
  player: Player | Failure | null,
  headers: Place['headers'],
  signal: AbortSignal,
): Promise<FoundFormat[]> {
  const solved = new Map<string, string>();
  const addressed = await workOutAll(
    usableFormats(answer.formats).usable,
    async (format) => plainAddress(format, client) ?? workedOut(format, client, player, solved),
    client.name,
    { signal, now: () => performance.now() },
  );
  return foundFormats(addressed, headers);
}

async function workedOut(
  format: unknown,
  client: Client,
  player: Player | Failure | null,
  solved: Map<string, string>,
): Promise<string> {
  if (player === null) throw outdated('an address that is to be worked out, as only pages are given', client.name);
  if (player instanceof Failure) throw player;
  return addressOf(format, player, solved);
}

/** An address that is good as it is. What an app is given has no `n` that anybody would want to see transformed. */
function plainAddress(format: unknown, client: Client): string | null {
  const url = URL.parse(wordOf(dig(format, 'url')) ?? '');
  if (url?.protocol !== 'https:') return null;
  return client.page && url.searchParams.has('n') ? null : url.href;
}
