import { expect, test } from 'vitest';
import { fragmentsOf, ledgerOf } from '../streams/record.ts';
import { apart, packetsOf, recordedOf } from './apart.ts';
import { recorded, told, until } from './faulty.ts';

/** Seconds; less than each of these outages lasts. */
const giveUp = 1;
const unread = '"track":"audio"';

test('sound that is away for longer than the give-up time is recorded again when it is back', async () => {
  const { pictures, tones, main, sound, reveal, end, record } = await apart(1000);
  const begun = record({ giveUp, fragment: 3 });
  await recorded(begun, 4);
  sound.fault('live.m3u8', { status: 503 });
  reveal(8);
  await recorded(begun, 12);
  await until(() => begun.live()?.outage?.track === 'audio' && told(begun, unread) >= 4);
  expect(begun.live()?.outage).toMatchObject({ code: 'source-unavailable', detail: expect.stringContaining('503') });
  // Asked for at even intervals, whatever else happens.
  expect(sound.requests.filter((name) => name === 'live.m3u8').length).toBeLessThan(20);
  sound.heal('live.m3u8');
  await until(() => begun.live()?.outage === null);
  reveal(100);
  await recorded(begun, 24);
  end();
  const files = await begun.done;
  const paths = fragmentsOf(files);
  expect(paths).toHaveLength(4);
  expect(main.revealed).toBe(pictures.segments.length);
  expect(await recordedOf(paths, 'video')).toEqual(await packetsOf(pictures, 'video'));
  expect(await recordedOf(paths, 'audio')).toEqual(await packetsOf(tones, 'audio'));
  expect(await ledgerOf(files)).toMatchObject({ gaps: [], end: 'stream' });
});

test('what of the sound has left its playlist meanwhile is a gap of the sound, and what follows lies in its place', async () => {
  const { tones, sound, reveal, end, record } = await apart(4);
  const begun = record({ giveUp });
  await recorded(begun, 4);
  await until(() => sound.requests.includes(tones.segments[3]?.name ?? ''));
  sound.fault('live.m3u8', { status: 503 });
  reveal(4);
  await recorded(begun, 8);
  reveal(4);
  await recorded(begun, 12);
  await until(() => begun.live()?.outage?.track === 'audio');
  sound.heal('live.m3u8');
  await until(() => begun.live()?.outage === null);
  reveal(4);
  await recorded(begun, 16);
  await until(() => sound.requests.includes(tones.segments[15]?.name ?? ''));
  end();
  const files = await begun.done;
  const { gaps, segments } = await ledgerOf(files);
  const ends = tones.segments.map((_, index) =>
    tones.segments.slice(0, index).reduce((sum, one) => sum + one.duration, 0),
  );
  const lost = (ends[8] ?? 0) - (ends[4] ?? 0);
  expect(gaps).toMatchObject([{ cause: 'outage', segments: 4, track: 'audio' }]);
  expect(gaps[0]?.at).toBeCloseTo(ends[4] ?? 0, 1);
  expect(gaps[0]?.length).toBeCloseTo(lost, 1);
  expect(segments.missing).toBe(4);
  const heard = await recordedOf(fragmentsOf(files), 'audio');
  const before = await packetsOf({ ...tones, segments: tones.segments.slice(0, 4) }, 'audio');
  const after = await packetsOf({ ...tones, segments: tones.segments.slice(8, 16) }, 'audio');
  expect(heard).toEqual([...before, ...after]);
});

test('sound that does not come back is missing up to the end', async () => {
  const { pictures, sound, reveal, record } = await apart(1000);
  const begun = record({ duration: 6, fragment: 3 });
  await recorded(begun, 4);
  await until(() => sound.requests.filter((name) => name.endsWith('.ts')).length === 4);
  sound.fault('live.m3u8', { status: 503 });
  reveal(12);
  const files = await begun.done;
  const paths = fragmentsOf(files);
  const { gaps, end, length, fragments } = await ledgerOf(files);
  expect(end).toBe('duration');
  expect(fragments).toHaveLength(2);
  expect(gaps).toMatchObject([
    { cause: 'outage', segments: 0, track: 'audio', detail: expect.stringContaining('503') },
  ]);
  expect(gaps[0]?.at).toBeCloseTo(2.048, 1);
  expect((gaps[0]?.at ?? 0) + (gaps[0]?.length ?? 0)).toBeCloseTo(length, 5);
  const seen = { ...pictures, segments: pictures.segments.slice(0, 12) };
  expect(await recordedOf(paths, 'video')).toEqual(await packetsOf(seen, 'video'));
});

test('sound that cannot be had at first is missing from the beginning', async () => {
  const { tones, sound, reveal, end, record } = await apart(4);
  sound.fault('live.m3u8', { status: 503 });
  const begun = record({ giveUp });
  await recorded(begun, 4);
  for (const count of [8, 12]) {
    reveal(4);
    await recorded(begun, count);
  }
  await until(() => begun.live()?.outage?.track === 'audio');
  sound.heal('live.m3u8');
  await until(() => sound.requests.includes(tones.segments[11]?.name ?? ''));
  end();
  const files = await begun.done;
  const { gaps } = await ledgerOf(files);
  const lost = tones.segments.slice(0, 8).reduce((sum, { duration }) => sum + duration, 0);
  expect(gaps).toMatchObject([{ at: 0, cause: 'outage', segments: 0, track: 'audio' }]);
  expect(gaps[0]?.length).toBeCloseTo(lost, 1);
});

test('subtitles that are not there hold back no fragment, are told as what they are, and are missing', async () => {
  const { main, reveal, end, record } = await apart(1000, 'none.m3u8');
  main.fault('none.m3u8', { status: 404 });
  const begun = record({ fragment: 2 });
  await until(() => begun.live()?.outage?.track === 'subtitles-en');
  reveal(4);
  // Within a moment, although the recording has not got far beyond it.
  await until(() => begun.files.length === 1);
  expect(begun.live()?.length).toBeLessThan(5);
  expect(begun.live()?.outage).toMatchObject({ track: 'subtitles-en', code: 'not-found' });
  end();
  const files = await begun.done;
  const { gaps, length, tracks } = await ledgerOf(files);
  expect(gaps).toMatchObject([
    { at: 0, cause: 'outage', track: 'subtitles-en', detail: expect.stringContaining('404') },
  ]);
  expect(gaps[0]?.length).toBeCloseTo(length, 5);
  expect(tracks).toContainEqual(expect.objectContaining({ id: 'subtitles-en', kind: 'subtitles' }));
});
