import { expect, test } from 'vitest';
import { failureOf } from '../../../engine/sources/yt-dlp/failure.ts';

// The words are those of yt-dlp 2025.04.30 and 2026.10.26, and of what YouTube and other sites answer through them.
test.each([
  [
    "[youtube] a: Private video. Sign in if you've been granted access to this video. Use --cookies-from-browser or --cookies for the authentication. See  https://github.com/yt-dlp/yt-dlp/wiki/FAQ",
    'video-private',
  ],
  ['[vimeo] a: This video is private', 'video-private'],
  ['[youtube] a: Video unavailable. This video has been removed by the uploader', 'video-removed'],
  [
    '[youtube] a: Video unavailable. This video is no longer available because the YouTube account associated with this video has been terminated.',
    'video-removed',
  ],
  ['[youtube] a: Video unavailable', 'video-removed'],
  ['[twitter] a: The content is no longer available', 'video-removed'],
  [
    '[youtube] a: Join this channel to get access to members-only content like this video, and other exclusive perks.',
    'members-only',
  ],
  [
    "[youtube] a: This video is available to this channel's members on level: Gold (or any higher level). Join this channel to get access to members-only content and other exclusive perks.",
    'members-only',
  ],
  [
    '[x] a: This video requires a subscription. Use --cookies, --cookies-from-browser, --username and --password',
    'members-only',
  ],
  [
    '[youtube] a: Sign in to confirm your age. This video may be inappropriate for some users. Use --cookies-from-browser or --cookies for the authentication.',
    'age-limit',
  ],
  [
    '[youtube] a: The uploader has not made this video available in your country\nThis video is available in Germany.\nYou might want to use a VPN or a proxy server (with --proxy) to workaround.',
    'region',
  ],
  ['[x] a: This video is not available from your location due to geo restriction', 'region'],
  [
    '[youtube] a: Sign in to confirm you’re not a bot. Use --cookies-from-browser or --cookies for the authentication.',
    'bot-check',
  ],
  ['[youtube] a: Playback on other websites. YouTube is requiring a captcha challenge before playback', 'bot-check'],
  ['[youtube] a: Premieres in 3 hours', 'premiere'],
  ['[youtube] a: Premiere will begin shortly', 'premiere'],
  ['[youtube] a: This live event will begin in 5 minutes.', 'not-live'],
  ['[twitch:stream] a: The channel is not currently live', 'not-live'],
  ['[x] a: User is offline', 'not-live'],
  ['[x] a: Livestream has not yet started', 'not-live'],
  [
    "[youtube] a: Video unavailable. This content isn't available, try again later. The current session has been rate-limited by YouTube for up to an hour.",
    'rate-limited',
  ],
  [
    '[x] a: Unable to download JSON metadata: HTTP Error 429: Too Many Requests (caused by <HTTPError 429: Too Many Requests>)',
    'rate-limited',
  ],
  ['[x] a: This video is only available for registered users. Use --username and --password', 'auth-required'],
  ['[x] a: This video is DRM protected', 'protected'],
  ['[DRM] The requested site is known to use DRM protection. It will NOT be supported.', 'protected'],
  ['No suitable extractor found for URL https://example.com/x', 'unsupported'],
  ['Unsupported URL: https://example.com/x', 'unsupported'],
  ['[x] a: Unable to download webpage: HTTP Error 403: Forbidden (caused by <HTTPError 403: Forbidden>)', 'forbidden'],
  ['[x] a: Unable to download webpage: HTTP Error 404: Not Found (caused by <HTTPError 404: Not Found>)', 'not-found'],
  ['[x] a: Unable to download webpage: HTTP Error 401: Unauthorized', 'auth-required'],
  ['[x] a: Unable to download webpage: HTTP Error 503: Service Unavailable', 'source-unavailable'],
  [
    "[x] a: Unable to download webpage: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:992) (caused by CertificateVerifyError('x'))",
    'tls',
  ],
  [
    "[x] a: Unable to download webpage: [Errno -2] Name or service not known (caused by TransportError('x'))",
    'network',
  ],
  [
    "[x] a: Unable to download webpage: The read operation timed out (caused by TransportError('The read operation timed out'))",
    'timeout',
  ],
  [
    "[x] a: Unable to download API page: ('Unable to connect to proxy', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))",
    'auth-required',
  ],
  ['[x] a: No video could be found in this tweet', 'no-stream'],
  ['[youtube:tab] @a: This channel does not have a videos tab', 'no-stream'],
  [
    '[youtube] a: Requested format is not available. Use --list-formats for a list of available formats',
    'extractor-outdated',
  ],
  [
    '[x] a: Unable to extract title; please report this issue on  https://github.com/yt-dlp/yt-dlp/issues?q= , filling out the appropriate issue template. Confirm you are on the latest version using  yt-dlp -U',
    'extractor-outdated',
  ],
  [
    "[x] a: An extractor error has occurred. (caused by KeyError('a')); please report this issue on  https://github.com/x",
    'extractor-outdated',
  ],
  [
    '[youtube:truncated_id] x: Incomplete YouTube ID x. URL https://www.youtube.com/watch?v=x looks truncated.',
    'not-found',
  ],
  ['something never heard of', 'extractor-outdated'],
])('%s', (said, code) => {
  expect(failureOf(`WARNING: a first thing\nERROR: ${said}`, '2026.10.26', [])).toMatchObject({ code });
});

test('an option that it does not know is one of a version that is too old', () => {
  const said = 'Usage: yt-dlp [OPTIONS] URL [URL...]\n\nyt-dlp: error: no such option: --js-runtimes';
  expect(failureOf(said, '2025.04.30', []).code).toBe('tool-outdated');
});

test('warnings tell why where the error says only that there is nothing', () => {
  const said = [
    'WARNING: [youtube] Unable to download API page: HTTP Error 429: Too Many Requests',
    'ERROR: [youtube] a: Failed to extract any player response; please report this issue on  https://github.com/x',
  ];
  expect(failureOf(said.join('\n'), '2026.10.26', [])).toMatchObject({
    code: 'rate-limited',
    detail: expect.stringMatching(/player response \(WARNING: .*429: Too Many Requests\)$/),
  });
  const other = ['WARNING: [youtube] HTTP Error 429: Too Many Requests. Retrying', 'ERROR: [youtube] a: Private video'];
  expect(failureOf(other.join('\n'), '2026.10.26', []).code).toBe('video-private');
});

test('a yt-dlp that cannot run the code of a player lacks something, which is told', () => {
  const said = [
    'WARNING: [youtube] a: n challenge solving failed: Some formats may be missing.',
    'ERROR: [youtube] a: No video formats found!; please report this issue on  https://github.com/x',
  ];
  expect(failureOf(said.join('\n'), '2026.10.26', [])).toMatchObject({
    code: 'tool-missing',
    detail: expect.stringContaining('install'),
  });
  expect(failureOf(said[1] ?? '', '2026.10.26', []).code).toBe('extractor-outdated');
});

test('the detail is the last error as one line, of the version, without what does not help', () => {
  const said = [
    'ERROR: an earlier one',
    'ERROR: [x] a: Unable to extract\u001b[0m title; please report this issue on  https://github.com/x , filling out',
    'Traceback (most recent call last):',
    '  File "x.py", line 3',
  ];
  expect(failureOf(said.join('\n'), '2026.10.26', []).detail).toBe(
    'yt-dlp 2026.10.26: ERROR: [x] a: Unable to extract[0m title',
  );
  const advised =
    'ERROR: [youtube] a: Private video. Use --cookies-from-browser or --cookies. See  https://github.com/x';
  expect(failureOf(advised, '2026.10.26', []).detail).toBe('yt-dlp 2026.10.26: ERROR: [youtube] a: Private video.');
  expect(failureOf('', '2026.10.26', []).detail).toBe('yt-dlp 2026.10.26: it ended without a word');
});

test('the detail holds no secret', () => {
  const said =
    'ERROR: no way through http://me:pass%20word@proxy.example:1 or pass word to https://a.example/?token=12345';
  const { detail } = failureOf(said, '2026.10.26', ['pass%20word', 'pass word', 'me']);
  expect(detail).not.toMatch(/pass|12345/);
  expect(detail).toContain('proxy.example');
});
