import { expect, test } from 'vitest';
import { readReason, reasonText } from '../../contract/reasons.ts';

test('a reason is read from its own sentence, with what was filled in', () => {
  const text = reasonText('not-a-stream', { what: 'an MP4 file (x) [y] {z}' });
  expect(text).toBe('there is no stream at this address but an MP4 file (x) [y] {z}');
  expect(readReason(text)).toEqual({ name: 'not-a-stream', values: { what: 'an MP4 file (x) [y] {z}' } });
  expect(readReason(reasonText('other-protocol', { scheme: 'rtsp' }))).toEqual({
    name: 'other-protocol',
    values: { scheme: 'rtsp' },
  });
  expect(readReason(reasonText('many-streams', { number: 40 }))?.values).toEqual({ number: '40' });
  expect(readReason(reasonText('no-stream-on-page'))?.name).toBe('no-stream-on-page');
});

test('any other text is no reason', () => {
  expect(readReason('HTTP 404')).toBeNull();
  expect(readReason(`${reasonText('no-stream-in-list')} at all`)).toBeNull();
});
