import { expect, test } from 'vitest';
import { recordingOptions } from '../../contract/recording.ts';
import { videoOptions } from '../../contract/video.ts';
import { wanted } from '../../engine/calls/new-task.ts';

const settings = { videoFormat: '720p' };
const video = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ';

test('a link to a video of YouTube becomes a video in the usual format', () => {
  expect(wanted({ url: 'https://youtu.be/dQw4w9WgXcQ?t=5' }, settings)).toMatchObject({
    recording: null,
    video: videoOptions.parse({ format: '720p' }),
    name: 'YouTube dQw4w9WgXcQ',
    source: video,
  });
});

test.each([
  'https://m.youtube.com/watch?v=dQw4w9WgXcQ&list=PL63F0C78739B09958&index=2',
  'https://www.youtube.com/tv#/watch?v=dQw4w9WgXcQ',
  'https://www.youtube.com/redirect?q=https://youtu.be/dQw4w9WgXcQ',
])('%s is the same source, and its own link', (url) => {
  expect(wanted({ url }, settings)).toMatchObject({ source: video, url: video });
});

test('what is asked for goes before what the link is', () => {
  const asked = videoOptions.parse({ format: 'audio' });
  const recording = recordingOptions.parse({});
  expect(wanted({ url: video, video: asked }, settings)).toMatchObject({ video: asked, recording: null });
  expect(wanted({ url: video, recording }, settings)).toMatchObject({ video: null, recording });
  expect(wanted({ url: 'https://x/a.m3u8', video: asked }, settings)).toMatchObject({ video: asked, recording: null });
  expect(wanted({ url: 'https://site.example/watch/1', video: asked }, settings)).toMatchObject({ video: asked });
  expect(wanted({ url: 'https://x/a.m3u8' }, settings)).toMatchObject({ video: null, recording });
  expect(wanted({ url: 'https://x/a.mp4' }, settings)).toMatchObject({ video: null, recording: null });
});

test('a title is shown until there is a name', () => {
  expect(wanted({ url: video, title: 'Never / Gonna' }, settings)).toMatchObject({
    askedName: null,
    name: expect.stringMatching(/^Never.+Gonna$/u),
  });
  expect(wanted({ url: video, title: ' ' }, settings).name).toBe('YouTube dQw4w9WgXcQ');
  expect(wanted({ url: video, title: 'Title', name: 'mine.mp4' }, settings).name).toBe('mine.mp4');
});

test.each([
  ['https://www.youtube.com/playlist?list=PL63F0C78739B09958', 'is-list'],
  ['https://www.youtube.com/@MrBeast', 'is-list'],
  ['https://www.youtube.com/watch?v=tooshort', 'unsupported'],
  ['https://www.youtube.com/feed/subscriptions', 'unsupported'],
  ['vnd.youtube:dQw4w9WgXcQ', 'unsupported'],
])('%s is refused', (url, code) => {
  expect(() => wanted({ url }, settings)).toThrowError(expect.objectContaining({ code }));
});
