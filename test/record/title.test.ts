import { expect, test } from 'vitest';
import { recordingOptions } from '../../contract/recording.ts';
import type { StreamJob } from '../../contract/worker-messages.ts';
import { titleOf } from '../../engine/record/run/title.ts';

const job: StreamJob = {
  ...{ kind: 'stream', id: 'abcdefghjk', url: 'https://x.example/live/index.m3u8', directory: '/dl', name: null },
  ...{
    limitRate: null,
    headers: [],
    auth: null,
    cookies: null,
    proxy: 'direct',
    reach: 'any',
    idleTimeout: 5,
    reserve: 0,
  },
  ...{ fresh: false, ffmpeg: '', template: '{title}', finish: false, startedAt: 0, missed: false, left: null },
  resolving: { resolver: 'auto', ytDlp: '', clients: [] },
  recording: recordingOptions.parse({}),
};

test.each([
  ['show.s01.e05', 'show.s01.e05'],
  ['Mr.Bean', 'Mr.Bean'],
  ['news.2026', 'news.2026'],
  ['a.tar.gz', 'a.tar.gz'],
  ['show.s01.e05.mkv', 'show.s01.e05'],
  ['News.MP4', 'News'],
  ['radio.mp3', 'radio'],
])('a name keeps its dots, without the ending of a fragment: %s', (name, title) => {
  expect(titleOf({ ...job, name }, '', null)).toBe(title);
});
