import { expect, test } from 'vitest';
import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import { mostTelling, refusalOf } from '../../../engine/sources/youtube/failure.ts';
import { readPlayerAnswer } from '../../../engine/sources/youtube/player-answer.ts';

const read = (json: object) => {
  const answer = readPlayerAnswer(json);
  if (answer === null) throw new Error('no answer');
  return answer;
};

/** An answer that refuses, as the site words it. */
const refused = (status: string, reason: string, subreason?: string, more: object = {}): object => ({
  playabilityStatus: {
    status,
    reason,
    errorScreen: {
      playerErrorMessageRenderer: {
        reason: { simpleText: reason },
        ...(subreason === undefined ? {} : { subreason: { runs: [{ text: subreason }] } }),
      },
    },
    ...more,
  },
});

test.each<[string, object, ErrorCode, boolean]>([
  [
    'private',
    refused('LOGIN_REQUIRED', 'Private video', 'Sign in if you’ve been granted access to this video'),
    'video-private',
    true,
  ],
  ['private, said otherwise', refused('LOGIN_REQUIRED', 'This video is private'), 'video-private', true],
  [
    'removed',
    refused('ERROR', 'Video unavailable', 'This video has been removed by the uploader'),
    'video-removed',
    true,
  ],
  [
    'account closed',
    refused(
      'ERROR',
      'Video unavailable',
      'This video is no longer available because the YouTube account associated with this video has been terminated.',
    ),
    'video-removed',
    true,
  ],
  [
    'rules',
    refused('ERROR', 'This video has been removed for violating YouTube’s Terms of Service'),
    'video-removed',
    true,
  ],
  ['gone', refused('ERROR', 'Video unavailable', 'This video isn’t available anymore'), 'video-removed', true],
  ['unavailable, no more said', refused('ERROR', 'Video unavailable'), 'video-removed', false],
  [
    'not to this client',
    refused('UNPLAYABLE', 'Video unavailable', 'Playback on other websites has been disabled by the video owner'),
    'video-removed',
    false,
  ],
  [
    'members',
    refused(
      'UNPLAYABLE',
      'Join this channel to get access to members-only content like this video, and other exclusive perks.',
    ),
    'members-only',
    true,
  ],
  [
    'members of a level',
    refused(
      'UNPLAYABLE',
      'This video is available to this channel’s members on level: Gold (or any higher level). Join this YouTube channel to get access.',
    ),
    'members-only',
    true,
  ],
  ['payment', refused('UNPLAYABLE', 'This video requires payment to watch'), 'members-only', true],
  [
    'an offer without words',
    {
      playabilityStatus: {
        status: 'UNPLAYABLE',
        reason: '?',
        errorScreen: { playerLegacyDesktopYpcOfferRenderer: { offerId: 'x' } },
      },
    },
    'members-only',
    true,
  ],
  [
    'age',
    refused('LOGIN_REQUIRED', 'Sign in to confirm your age', 'This video may be inappropriate for some users.'),
    'age-limit',
    false,
  ],
  [
    'age, by a number',
    refused('LOGIN_REQUIRED', 'Anmelden', undefined, { desktopLegacyAgeGateReason: 1 }),
    'age-limit',
    false,
  ],
  ['age, by status', refused('AGE_VERIFICATION_REQUIRED', '?'), 'age-limit', false],
  [
    'country',
    refused('UNPLAYABLE', 'Video unavailable', 'The uploader has not made this video available in your country'),
    'region',
    true,
  ],
  [
    'country and copyright',
    refused(
      'UNPLAYABLE',
      'Video unavailable',
      'This video contains content from Y, who has blocked it in your country on copyright grounds',
    ),
    'region',
    true,
  ],
  [
    'copyright',
    refused(
      'UNPLAYABLE',
      'Video unavailable',
      'This video contains content from Y, who has blocked it on copyright grounds',
    ),
    'video-removed',
    true,
  ],
  [
    'robot',
    refused('LOGIN_REQUIRED', 'Sign in to confirm you’re not a bot', 'This helps protect our community. Learn more'),
    'bot-check',
    false,
  ],
  ['robot, straight apostrophe', refused('LOGIN_REQUIRED', "Sign in to confirm you're not a bot"), 'bot-check', false],
  ['sign in, no more said', refused('LOGIN_REQUIRED', 'Please sign in'), 'bot-check', false],
  [
    'too many',
    refused('UNPLAYABLE', 'Video unavailable', 'This content isn’t available, try again later.'),
    'rate-limited',
    true,
  ],
  [
    'too many, at length',
    refused(
      'UNPLAYABLE',
      "This content isn't available, try again later. The current session has been rate-limited by YouTube for up to an hour.",
    ),
    'rate-limited',
    true,
  ],
  [
    'old client',
    refused('ERROR', 'The following content is not available on this app. Update your app to watch'),
    'extractor-outdated',
    false,
  ],
  ['nothing said', { playabilityStatus: { status: 'UNPLAYABLE' } }, 'video-removed', false],
])('%s', (_what, json, code, final) => {
  const refusal = refusalOf(read(json), 'WEB', false);
  expect([refusal?.failure.code, refusal?.final]).toEqual([code, final]);
  expect(refusal?.failure.detail).toMatch(/^WEB: [A-Z_]+(?:;|$)/);
});

const slate = (text: string, seconds: string) => ({
  liveStreamability: {
    liveStreamabilityRenderer: {
      offlineSlate: { liveStreamOfflineSlateRenderer: { scheduledStartTime: seconds, mainText: { runs: [{ text }] } } },
    },
  },
});

test.each([
  ['This live event will begin in 2 hours.', true, 'not-live'],
  ['Premieres in 2 hours', false, 'premiere'],
  ['Wird in 2 Stunden gezeigt', false, 'premiere'],
  ['Beginnt in 2 Stunden', true, 'not-live'],
])('what has not begun says when it does: %s', (reason, isLiveContent, code) => {
  const json = {
    playabilityStatus: { status: 'LIVE_STREAM_OFFLINE', reason, ...slate(reason, '1893456000') },
    videoDetails: { videoId: 'x', isUpcoming: true, isLiveContent },
  };
  const refusal = refusalOf(read(json), 'IOS', false);
  expect(refusal).toMatchObject({ final: true, failure: { code } });
  expect(refusal?.failure.detail).toMatch(/^IOS: begins 2030-01-01T00:00:00\.000Z; LIVE_STREAM_OFFLINE; /);
});

test('what has not begun and is not for everybody is not for everybody', () => {
  const videoDetails = { videoId: 'x', isUpcoming: true, isLiveContent: true };
  const members = { ...refused('UNPLAYABLE', 'Join this channel to get access to members-only content'), videoDetails };
  expect(refusalOf(read(members), 'WEB', false)?.failure.code).toBe('members-only');
  const unsaid = { ...refused('UNPLAYABLE', 'Offline'), videoDetails };
  expect(refusalOf(read(unsaid), 'WEB', false)).toMatchObject({ final: true, failure: { code: 'not-live' } });
});

test('a broadcast that is over and not to be had yet is one that another client may have', () => {
  const json = {
    playabilityStatus: { status: 'LIVE_STREAM_OFFLINE', reason: 'This live stream recording is not available.' },
  };
  expect(refusalOf(read(json), 'WEB', false)).toMatchObject({ final: false, failure: { code: 'not-live' } });
});

const ok = (streamingData: object): object => ({ playabilityStatus: { status: 'OK' }, streamingData });
const address = 'https://a.test/';

test.each<[string, object, string | null]>([
  ['addresses', { adaptiveFormats: [{ itag: 1, url: address }] }, null],
  ['signed addresses', { adaptiveFormats: [{ itag: 1, signatureCipher: 's=1' }] }, null],
  ['HLS', { hlsManifestUrl: address }, null],
  ['SABR', { adaptiveFormats: [{ itag: 1 }, { itag: 2 }], serverAbrStreamingUrl: address }, 'needs-yt-dlp'],
  ['SABR without formats', { serverAbrStreamingUrl: address }, 'needs-yt-dlp'],
  ['encrypted', { adaptiveFormats: [{ itag: 1, url: address, drmFamilies: ['WIDEVINE'] }] }, 'protected'],
  [
    'one encrypted, one not',
    {
      adaptiveFormats: [
        { itag: 1, url: address, drmFamilies: ['WIDEVINE'] },
        { itag: 2, url: address },
      ],
    },
    null,
  ],
  ['nothing', {}, 'no-stream'],
])('what can be played: %s', (_what, streamingData, code) => {
  expect(refusalOf(read(ok(streamingData)), 'TV', false)?.failure.code ?? null).toBe(code);
});

test('an account that is still to be asked with may see what is private, but not what is gone', () => {
  const final = (json: object): boolean | undefined => refusalOf(read(json), 'VISIONOS', true)?.final;
  expect(final(refused('LOGIN_REQUIRED', 'Private video'))).toBe(false);
  expect(final(refused('UNPLAYABLE', 'Join this channel to get access to members-only content'))).toBe(false);
  expect(final(refused('ERROR', 'Video unavailable', 'This video has been removed by the uploader'))).toBe(true);
});

test('of several failures the most telling one is told, of equal ones the first', () => {
  const told = (...codes: readonly ErrorCode[]) =>
    mostTelling(codes.map((code, at) => new Failure(code, { detail: String(at) })));
  expect(told('video-removed', 'needs-yt-dlp', 'age-limit', 'needs-yt-dlp')?.code).toBe('age-limit');
  expect(told('bot-check', 'needs-yt-dlp')?.code).toBe('bot-check');
  expect(told('protected', 'needs-yt-dlp')?.code).toBe('needs-yt-dlp');
  expect(told('source-unavailable', 'needs-yt-dlp')?.code).toBe('needs-yt-dlp');
  expect(told('needs-yt-dlp', 'needs-yt-dlp')?.detail).toBe('0');
  expect(told()).toBeUndefined();
});

test.each([null, 1, 'x', [], {}, { playabilityStatus: {} }, { playabilityStatus: { status: 1 } }])(
  'what is no answer is none: %j',
  (json) => {
    expect(readPlayerAnswer(json)).toBeNull();
  },
);
