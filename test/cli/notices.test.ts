import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noticeHelp } from '../../contract/notices.ts';
import { newHome } from './sluice.ts';

test('a damaged database is one line on standard error, once, and not while completing', async () => {
  const home = newHome();
  mkdirSync(join(home.folder, 'data'));
  writeFileSync(join(home.folder, 'data', 'sluice.db'), 'damaged '.repeat(1000));
  expect(await home.run(['__complete', 'show', ''])).toEqual({ code: 0, stdout: '', stderr: '' });
  const first = await home.run(['list', '--json']);
  expect(first).toMatchObject({ code: 0, stdout: '' });
  const [line, ...more] = first.stderr.split('\n');
  expect(line).toContain(
    `sluice: ${noticeHelp['database-set-aside']} (${join(home.folder, 'data', 'sluice.db.corrupt-')}`,
  );
  expect(more).toEqual(['']);
  expect(await home.run(['list'])).toEqual({ code: 0, stdout: '', stderr: '' });
});
