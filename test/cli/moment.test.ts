import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMoment } from '../../cli/parse/moment.ts';
import { qualityOption } from '../../cli/parse/options.ts';
import { recordingName } from '../../cli/parse/recording-name.ts';

const now = new Date(2026, 10, 24, 20, 15, 0).getTime();
const local = (...[year, month, day, hour, minute, second = 0]: number[]): number =>
  new Date(year ?? 0, (month ?? 1) - 1, day, hour, minute, second).getTime();

describe('when a recording starts', () => {
  test.each([
    ['20:16', local(2026, 11, 24, 20, 16)],
    ['20:15:01', local(2026, 11, 24, 20, 15, 1)],
    ['20:15', local(2026, 11, 25, 20, 15)],
    ['9:05', local(2026, 11, 25, 9, 5)],
    ['0:00', local(2026, 11, 25, 0, 0)],
    ['2026-11-30 20:15', local(2026, 11, 30, 20, 15)],
    ['2026-12-1 7:00', local(2026, 12, 1, 7, 0)],
    ['2026-11-30T20:15:30', local(2026, 11, 30, 20, 15, 30)],
    ['2028-02-29 00:00', local(2028, 2, 29, 0, 0)],
    ['2026-11-30T20:15:00Z', Date.UTC(2026, 10, 30, 20, 15)],
    ['2026-11-30T20:15+02:00', Date.UTC(2026, 10, 30, 18, 15)],
    ['2026-11-30t20:15:00.5-0530', Date.UTC(2026, 10, 31, 1, 45, 0, 500)],
    [' 23:59 ', local(2026, 11, 24, 23, 59)],
  ])('%s', (text, at) => {
    expect(parseMoment(text, now)).toEqual({ at });
  });

  test.each(['2026-11-24 20:15', '2026-11-24 20:14:59', '2020-01-01T00:00:00Z', '2026-11-24 0:00'])(
    '%s has passed',
    (text) => {
      expect(parseMoment(text, now)).toEqual({ wrong: 'past' });
    },
  );

  test.each([
    ...['', 'soon', '24:00', '20:60', '20', '2026-11-31 20:15', '2026-02-29 10:00', '2026-13-01 10:00'],
    ...['2026-11-30', '30.11.2026 20:15', '20:15pm', '2026-11-30T20:15:00+25', '1764533700000', '2026-11-30 25:00'],
  ])('"%s" is no time', (text) => {
    expect(parseMoment(text, now)).toEqual({ wrong: 'no-time' });
  });

  test('a time of day is the next moment at which clocks show it, less than a day and an hour ahead', () => {
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    fc.assert(
      fc.property(time, fc.integer({ min: 0, max: 4e12 }), ([hour, minute], at) => {
        const moment = parseMoment(`${hour}:${String(minute).padStart(2, '0')}`, at);
        if (!('at' in moment)) throw new Error('no moment');
        expect(moment.at).toBeGreaterThan(at);
        expect(moment.at - at).toBeLessThanOrEqual(25 * 3600_000);
        expect(new Date(moment.at).getMinutes()).toBe(minute);
      }),
    );
  });
});

describe('quality', () => {
  test.each([
    ['best', 'best'],
    ['worst', 'worst'],
    ['1080p', '1080p'],
    ['720P', '720p'],
    ['1080', '1080p'],
    ['3000k', '3000k'],
    ['2.5M', '2.5M'],
    ['800000', '800000'],
  ])('%s is %s', (text, quality) => {
    expect(qualityOption(text)).toBe(quality);
  });

  test.each(['good', '1080i', '', 'p', '-1', '3G', '1080 p'])('"%s" is none', (text) => {
    expect(() => qualityOption(text)).toThrow(/no quality/);
  });
});

test('the ending of a name says what is made, and is not part of it', () => {
  expect(recordingName('show.MKV')).toEqual({ name: 'show', output: 'mkv' });
  expect(recordingName('a/b.c.ts')).toEqual({ name: 'a/b.c', output: 'ts' });
  expect(recordingName('radio.mp3')).toEqual({ name: 'radio', output: 'audio' });
  expect(recordingName('Part 1.5')).toEqual({ name: 'Part 1.5' });
  expect(recordingName('.mp4')).toEqual({ name: '.mp4' });
  expect(recordingName('notes.txt')).toEqual({ name: 'notes.txt' });
});
