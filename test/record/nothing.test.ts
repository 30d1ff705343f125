import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nothingRecorded } from '../../engine/record/run/nothing.ts';
import type { Fault } from '../streams/live-origin.ts';
import { expectStored } from '../streams/stored.ts';
import { faulty, until } from './faulty.ts';

const causes: readonly (readonly [string, Fault])[] = [
  ['not-found', { status: 404 }],
  ['forbidden', { status: 403 }],
  ['source-unavailable', { status: 503 }],
  ['network', { cut: 'half' }],
  ['corrupt-media', { text: '<!DOCTYPE html><title>Sign in</title>' }],
];

test.each(causes)('a stream of which nothing came says why (%s), and can be tried again', async (code, fault) => {
  const { stream, origin, record } = await faulty({ first: 4 });
  for (const { name } of stream.segments) origin.fault(name, fault);
  origin.end();
  const first = record({ giveUp: 0.5 });
  await expect(first.done).rejects.toMatchObject({ code });
  expect(existsSync(join(first.directory, '.sluice'))).toBe(false);
  for (const { name } of stream.segments) origin.heal(name);
  const ledger = await expectStored(stream, await record({ giveUp: 0.5 }).done);
  expect(ledger).toMatchObject({ gaps: [], segments: { stored: 4, missing: 0 } });
});

test('one that is ended while nothing comes says why nothing came, and is not tried again by itself', async () => {
  const { stream, origin, record } = await faulty({ first: 4 });
  for (const { name } of stream.segments) origin.fault(name, { status: 500 });
  const begun = record();
  await until(() => (begun.live()?.outage ?? null) !== null);
  begun.recording.finish();
  await expect(begun.done).rejects.toMatchObject({ code: 'source-unavailable', retryable: false });
  await expect(begun.done).rejects.toMatchObject({ detail: expect.stringContaining('500') });
});

test('one that is ended before anything came says so', () => {
  expect(nothingRecorded('ended', true, [], null)).toMatchObject({ code: 'canceled', retryable: false });
  expect(nothingRecorded('ended', false, [], null)).toMatchObject({ code: 'not-live' });
});
