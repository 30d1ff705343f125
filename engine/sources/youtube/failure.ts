import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import { lineOf } from '../video/text.ts';
import type { Playability, PlayerAnswer } from './player-answer.ts';
import { usableFormats } from './usable-formats.ts';

/** Why a client got nothing that can be fetched. */
export interface Refusal {
  readonly failure: Failure;
  /** no other client gets more */
  readonly final: boolean;
}

/**
 * What is wrong with an answer; `null` when there is something to fetch. Judged by status and structure first, by what the site says
 * in English second.
 * @param client who asked, for the technical part
 * @param accountLeft it asked without the account that other clients ask with, who may see more
 */
export function refusalOf(answer: PlayerAnswer, client: string, accountLeft: boolean): Refusal | null {
  const { playability, details } = answer;
  const said = sentence(playability);
  const refuse = (code: ErrorCode, final: boolean, detail = said): Refusal => ({
    failure: new Failure(code, {
      detail: `${client}: ${detail}`,
      ...(code === 'rate-limited' ? { retryable: true } : {}),
    }),
    final,
  });
  if (playability.status === 'LIVE_STREAM_OFFLINE') {
    const begins = playability.startsAt === null ? 'nobody says when' : new Date(playability.startsAt).toISOString();
    // What was broadcast and is not yet to be had, or never will be, has no time at which it begins.
    const over = details?.upcoming !== true && playability.startsAt === null;
    if (over) return refuse('not-live', false);
    return refuse(
      isPremiere(playability, details?.liveContent) ? 'premiere' : 'not-live',
      true,
      `begins ${begins}; ${said}`,
    );
  }
  if (playability.status === 'OK' || playability.status === 'CONTENT_CHECK_REQUIRED')
    return refusalOfStreams(answer, refuse);
  const why = reasonOf(playability);
  if (why === null) return details?.upcoming === true ? refuse('not-live', true) : refuse('video-removed', false);
  return refuse(why.code, why.final && !(accountLeft && helpedByAccount.has(why.code)));
}

function refusalOfStreams(
  answer: PlayerAnswer,
  refuse: (code: ErrorCode, final: boolean, detail?: string) => Refusal,
): Refusal | null {
  const { usable, withoutAddress, encrypted } = usableFormats(answer.formats);
  if (usable.length > 0 || answer.hls !== null || answer.dash !== null) return null;
  if (answer.details?.upcoming === true) return refuse('not-live', true, 'it has not begun');
  if (encrypted > 0) return refuse('protected', false, 'all formats are encrypted');
  if (withoutAddress > 0 || answer.sabr) return refuse('needs-yt-dlp', false, 'formats without addresses (SABR)');
  return refuse('no-stream', false, 'no formats');
}

/** What the site says, in one line. */
function sentence({ status, reasons }: Playability): string {
  return lineOf([status, ...reasons].join('; '), 400);
}

/** What one with an account may see. */
const helpedByAccount: ReadonlySet<ErrorCode> = new Set(['video-private', 'members-only']);

function isPremiere({ reasons }: Playability, liveContent: boolean | undefined): boolean {
  return reasons.some((reason) => /premier/i.test(reason)) || liveContent === false;
}

interface Reason {
  readonly code: ErrorCode;
  readonly final: boolean;
}

/** The reasons the site gives in words, the surest first. Apostrophes come in two forms. */
const words: readonly (readonly [RegExp, ErrorCode, boolean])[] = [
  [/not a bot|confirm you.re not|unusual traffic/i, 'bot-check', false],
  [/rate.limited|too many requests|content isn.t available, try/i, 'rate-limited', true],
  [/members?-only|join this channel|available to this channel.s members|members on level/i, 'members-only', true],
  [/confirm your age|age.restricted|inappropriate for some users|mature audiences/i, 'age-limit', false],
  [/private video|video is private/i, 'video-private', true],
  [/(?:in|from) your (?:country|location|region)|not available in .*countr|geo.?restrict/i, 'region', true],
  [
    /(?:been )?removed|no longer available|isn.t available any ?more|copyright|terminated|deleted|closed (?:their|its) account|account.*closed|does not exist|violat/i,
    'video-removed',
    true,
  ],
  [/drm|protected content|requires? (?:hardware )?decod/i, 'protected', false],
  [/requires? payment|\brent(?:al)?\b|purchase/i, 'members-only', true],
  [/app is out of date|update (?:the|your) app|no longer supported/i, 'extractor-outdated', false],
];

/** Why, as far as it is said; `null` for no more than that it cannot be had, which some clients say of what others play. */
function reasonOf(playability: Playability): Reason | null {
  if (playability.ageGate || /^AGE_/.test(playability.status)) return { code: 'age-limit', final: false };
  for (const [pattern, code, final] of words) {
    if (playability.reasons.some((reason) => pattern.test(reason))) return { code, final };
  }
  if (playability.offer) return { code: 'members-only', final: true };
  // Who is to sign in without a word of why is taken for a robot.
  if (playability.status === 'LOGIN_REQUIRED') return { code: 'bot-check', final: false };
  return null;
}

/** How much a failure tells about the video, the most first. */
const telling: readonly ErrorCode[] = [
  'age-limit',
  'members-only',
  'video-private',
  'region',
  'not-live',
  'bot-check',
  'extractor-outdated',
  'needs-yt-dlp',
  'protected',
  'video-removed',
  'rate-limited',
  'forbidden',
  'no-stream',
];

/** Of the failures of all clients, the one that tells the most; the earlier where two tell the same. */
export function mostTelling(failures: readonly Failure[]): Failure | undefined {
  const rank = ({ code }: Failure): number => {
    const at = telling.indexOf(code);
    return at < 0 ? telling.length : at;
  };
  return failures.toSorted((a, b) => rank(a) - rank(b))[0];
}
