import { expect, test } from 'vitest';
import { patienceFor } from '../../engine/record/run/side-patience.ts';

const sound = { kind: 'audio', over: false, came: true, failingFor: null } as const;
const text = { ...sound, kind: 'subtitles' } as const;

test('fragments wait for sound, whatever is wrong with it, and for a while', () => {
  expect([null, 1, 1000].map((failingFor) => patienceFor({ ...sound, failingFor }))).toEqual([30, 30, 30]);
  expect(patienceFor({ ...sound, came: false, failingFor: 5 })).toBe(30);
});

test('fragments wait less for text, and not for one that never came or has long been gone', () => {
  expect(patienceFor(text)).toBe(15);
  expect(patienceFor({ ...text, failingFor: 10 })).toBe(15);
  expect(patienceFor({ ...text, failingFor: 16 })).toBe(0);
  expect(patienceFor({ ...text, came: false, failingFor: 1 })).toBe(0);
  expect(patienceFor({ ...text, came: false })).toBe(15);
});

test('nothing waits for what has ended', () => {
  expect(patienceFor({ ...sound, over: true })).toBe(0);
  expect(patienceFor({ ...text, over: true, failingFor: 5 })).toBe(0);
});
