import { expect, test } from 'vitest';
import { kindOf } from '../../engine/sources/kind.ts';

test.each([
  'https://x/a.m3u8',
  'https://x/A.M3U8?token=1#t',
  'http://x/radio.m3u',
  'http://x/radio.pls',
  'https://x/a.mpd',
  'https://x/a.m3u8;jsessionid=1',
  'https://x/a.isml',
  'https://x/a.isml/manifest',
  'https://x/a.ism/a.m3u8',
  'https://x/a.ism/manifest(format=m3u8-aapl)',
  'https://x/a/manifest(format=mpd-time-csf,filter=x)',
])('%s is a stream', (url) => {
  expect(kindOf(url)).toBe('stream');
});

test.each([
  'https://x/a.mp4',
  'https://x/a.m3u8.zip',
  'https://x/?a.m3u8',
  'https://x/mpd',
  'https://x/',
  'https://x/a.ts',
])('%s is a file', (url) => {
  expect(kindOf(url)).toBe('file');
});

test.each(['rtmp://x/a.m3u8', 'file:///a.m3u8', 'a.m3u8', ''])('%s is nothing', (url) => {
  expect(kindOf(url)).toBeNull();
});

test.each([
  'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
  'https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL63F0C78739B09958',
  'https://www.youtube.com/clip/UgytZKpehg-hEMBSn3F4AaABCQ',
  'https://www.youtube.com/@LofiGirl/live',
])('%s is a video', (url) => {
  expect(kindOf(url)).toBe('video');
});

test.each(['https://www.youtube.com/playlist?list=PL63F0C78739B09958', 'https://www.youtube.com/@LofiGirl/videos'])(
  '%s is a list',
  (url) => {
    expect(kindOf(url)).toBe('list');
  },
);

test.each(['https://www.youtube.com/watch?v=dQw4w9WgXc', 'https://youtu.be/', 'https://www.youtube.com/feed/history'])(
  '%s shows no video and is not meant as a file',
  (url) => {
    expect(kindOf(url)).toBeNull();
  },
);

test.each([
  'https://www.youtube.com/api/timedtext?v=dQw4w9WgXcQ&lang=en',
  'https://www.youtube.com/feeds/videos.xml?channel_id=UCX6OQ3DkcsbYNE6H8uQQuVA',
  'https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ',
])('%s is a file', (url) => {
  expect(kindOf(url)).toBe('file');
});
