import { describe, expect, test } from 'vitest';
import { type WatchItem, watchIndex, watchPlaylist } from '../../../engine/record/finish/watch-playlist.ts';

function item(file: string, parts: Partial<WatchItem['segment']> = {}, isBreak = false): WatchItem {
  return { segment: { file, map: null, duration: 2, dateTime: null, ...parts }, isBreak };
}

const all = { segments: 0, breaks: 0 };

describe('the playlist of what is stored', () => {
  test('grows, and ends when nothing is added any more', () => {
    const items = [item('main-0-0.ts', { dateTime: 1_000 }), item('main-0-1.ts', { duration: 2.5, dateTime: 3_000 })];
    const open = watchPlaylist({ items, dropped: all, over: false });
    expect(open.split('\n')).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:3',
      '#EXT-X-MEDIA-SEQUENCE:0',
      '#EXT-X-DISCONTINUITY-SEQUENCE:0',
      '#EXT-X-PLAYLIST-TYPE:EVENT',
      '#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:01.000Z',
      '#EXTINF:2.000,',
      'main-0-0.ts',
      '#EXTINF:2.500,',
      'main-0-1.ts',
      '',
    ]);
    expect(watchPlaylist({ items, dropped: all, over: true })).toBe(`${open}#EXT-X-ENDLIST\n`);
  });

  test('names the map again behind a break and where it changes, the date behind a break', () => {
    const items = [
      item('0', { map: 'a' }, true),
      item('1', { map: 'a' }),
      item('2', { map: 'b' }),
      item('3', { map: 'b', dateTime: 60_000 }, true),
    ];
    const lines = watchPlaylist({ items, dropped: all, over: false }).split('\n').slice(6);
    expect(lines.filter((line) => !line.startsWith('#EXTINF'))).toEqual([
      '#EXT-X-MAP:URI="a"',
      '0',
      '1',
      '#EXT-X-MAP:URI="b"',
      '2',
      '#EXT-X-DISCONTINUITY',
      '#EXT-X-MAP:URI="b"',
      '#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:01:00.000Z',
      '3',
      '',
    ]);
  });

  test('does not say that it only grows once something was let go of', () => {
    const text = watchPlaylist({ items: [item('7')], dropped: { segments: 7, breaks: 2 }, over: false });
    expect(text).toContain('#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-DISCONTINUITY-SEQUENCE:2\n');
    expect(text).not.toContain('EVENT');
  });

  test('holds nothing that a name could add to it', () => {
    const text = watchPlaylist({ items: [item('a b"\n#EXT-X-ENDLIST', { map: 'm"\nx' })], dropped: all, over: false });
    expect(text.split('\n').filter((line) => line === '#EXT-X-ENDLIST')).toEqual([]);
    expect(text).toContain('\na%20b%22%0A%23EXT-X-ENDLIST\n');
    expect(text).toContain('URI="m%22%0Ax"');
  });
});

test('several tracks are joined, each under a name of its own', () => {
  const text = watchIndex(
    [
      { kind: 'main', playlist: 'watch-main.m3u8', language: null, name: null },
      { kind: 'audio', playlist: 'watch-audio.m3u8', language: 'en', name: 'English' },
      { kind: 'audio', playlist: 'watch-audio-2.m3u8', language: 'en', name: 'English' },
      { kind: 'subtitles', playlist: 'watch-sub.m3u8', language: 'de', name: null },
    ],
    3_000_000.4,
  );
  expect(text.split('\n')).toEqual([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,URI="watch-audio.m3u8"',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="English (2)",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,URI="watch-audio-2.m3u8"',
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="de",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=YES,URI="watch-sub.m3u8"',
    '#EXT-X-STREAM-INF:BANDWIDTH=3000000,AUDIO="sound",SUBTITLES="text"',
    'watch-main.m3u8',
    '',
  ]);
});
