import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordingOptions } from '../../contract/recording.ts';
import {
  beginnings,
  firstForm,
  joints,
  outputs,
  qualities,
  readForm,
  rhythms,
} from '../../renderer/review/recording-form.ts';

const now = new Date('2026-05-12T12:00').getTime();

test('an untouched form asks for what the contract gives by itself', () => {
  expect(readForm(firstForm, now)).toEqual({ options: recordingOptions.parse({}), startAt: null, wrong: new Set() });
});

test('what is typed is read', () => {
  const { options, startAt, wrong } = readForm(
    {
      ...{ ...firstForm, duration: '1:30:00', fragment: '10m', quality: 'own', ownQuality: ' 480p ', giveUp: '0' },
      ...{ startAt: '2026-05-12T20:15', output: 'mkv', from: 'start', wait: true, repeat: 'daily' },
    },
    now,
  );
  expect(wrong.size).toBe(0);
  expect(startAt).toBe(new Date(2026, 4, 12, 20, 15).getTime());
  expect(options).toMatchObject({ duration: 5400, fragment: 600, quality: '480p', giveUp: 0, output: 'mkv' });
  expect(options).toMatchObject({ from: 'start', wait: true, repeat: 'daily' });
});

test.each([
  ['1080', '1080p'],
  ['720P', '720p'],
  ['2500k', '2500k'],
])('an own quality of %s is %s', (ownQuality, quality) => {
  const { options, wrong } = readForm({ ...firstForm, quality: 'own', ownQuality }, now);
  expect(options.quality).toBe(quality);
  expect(wrong.size).toBe(0);
});

test('what cannot be meant is named', () => {
  const wrong = {
    ...firstForm,
    duration: 'long',
    fragment: '0',
    quality: 'own',
    ownQuality: 'nice',
    giveUp: '-1',
  } as const;
  expect([...readForm({ ...wrong, startAt: '2026-05-12T11:59' }, now).wrong].toSorted()).toEqual([
    'duration',
    'fragment',
    'giveUp',
    'ownQuality',
    'startAt',
  ]);
  // a quality that is not asked for any more may be nonsense
  expect(readForm({ ...firstForm, ownQuality: 'nice' }, now).wrong.size).toBe(0);
});

test('whatever counts as right is what the contract takes', () => {
  const text = fc.oneof(fc.constantFrom('', '90', '1h', '480p', '3000k', '2.5M', '10'), fc.string({ maxLength: 8 }));
  const form = fc.record({
    ...{ duration: text, fragment: text, ownQuality: text, giveUp: text, startAt: fc.constant('') },
    ...{ quality: fc.constantFrom(...qualities), output: fc.constantFrom(...outputs) },
    ...{ from: fc.constantFrom(...beginnings), onGap: fc.constantFrom(...joints), wait: fc.boolean() },
    ...{ onDiscontinuity: fc.constantFrom(...joints), repeat: fc.constantFrom(...rhythms) },
  });
  fc.assert(
    fc.property(form, (given) => {
      const { options, wrong } = readForm(given, now);
      if (wrong.size === 0) expect(recordingOptions.parse(options)).toEqual(options);
    }),
  );
});
