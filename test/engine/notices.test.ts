import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../engine/instance/connect.ts';
import { ask, testEngine, testFolder } from './home.ts';

/** A folder whose database is no database. */
function damaged(): string {
  const folder = testFolder();
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'sluice.db'), 'damaged '.repeat(1000));
  return folder;
}

test('that a damaged database was set aside is told once, whoever asks first', async () => {
  const folder = damaged();
  const engine = await testEngine(folder);
  const remote = await connect({ data: join(folder, 'data') });
  if (remote === undefined) throw new Error('not reached');
  const { notices } = await ask(remote, 'notices.take', {});
  expect(notices).toEqual([{ code: 'database-set-aside', detail: expect.stringContaining(join(folder, 'data')) }]);
  expect(readFileSync(notices[0]?.detail ?? '', 'utf8')).toContain('damaged');
  expect(await ask(engine, 'notices.take', {})).toEqual({ notices: [] });
  await remote.close();
  await engine.close();
  const again = await testEngine(folder);
  expect(await ask(again, 'notices.take', {})).toEqual({ notices: [] });
});

test('it waits for somebody who asks, over starts, and for every database that was set aside', async () => {
  const folder = damaged();
  await (await testEngine(folder)).close();
  rmSync(join(folder, 'data', 'sluice.db'));
  writeFileSync(join(folder, 'data', 'sluice.db'), 'damaged again');
  await (await testEngine(folder)).close();
  const engine = await testEngine(folder);
  const { notices } = await ask(engine, 'notices.take', {});
  expect(notices.map(({ detail }) => readFileSync(detail, 'utf8').slice(0, 13))).toEqual([
    'damaged damag',
    'damaged again',
  ]);
});

test('a sound database is nothing to tell of', async () => {
  const engine = await testEngine(testFolder());
  expect(await ask(engine, 'notices.take', {})).toEqual({ notices: [] });
});
