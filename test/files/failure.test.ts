import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../contract/errors.ts';
import { fileFailure } from '../../engine/files/failure.ts';
import { testFolder } from './folder.ts';

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );
}

test('real failures of the file system get their code, with errno and path', async () => {
  const folder = await testFolder();
  await writeFile(join(folder, 'file'), '');
  const cases = [
    { path: join(folder, 'gone', 'x'), code: 'folder-missing', errno: 'ENOENT' },
    { path: join(folder, 'file', 'x'), code: 'folder-missing', errno: 'ENOTDIR' },
    { path: join(folder, 'x'.repeat(300)), code: 'invalid-input', errno: 'ENAMETOOLONG' },
    { path: folder, code: 'name-collision', errno: 'EISDIR' },
  ];
  for (const { path, code, errno } of cases) {
    const failure = fileFailure(await errorOf(open(path, 'w')), path);
    expect(failure.code).toBe(code);
    expect(failure.detail).toContain(errno);
    expect(failure.detail).toContain(path);
    expect(failure.cause).toBeInstanceOf(Error);
  }
  const taken = fileFailure(await errorOf(mkdir(folder)), folder);
  expect(taken.code).toBe('name-collision');
});

test.skipIf(process.platform !== 'linux')('a full disk is told from other failures', async () => {
  const full = await open('/dev/full', 'w');
  const failure = fileFailure(await errorOf(full.writeFile('x')), '/dev/full');
  await full.close();
  expect(failure.code).toBe('disk-full');
});

test.each([
  ['EDQUOT', 'disk-full'],
  ['EFBIG', 'disk-full'],
  ['EACCES', 'permission'],
  ['EROFS', 'permission'],
  ['ESTALE', 'folder-missing'],
  ['EIO', 'internal'],
])('%s means %s', (errno, code) => {
  expect(fileFailure(Object.assign(new Error('x'), { code: errno }), '/p').code).toBe(code);
});

test('a failure passes as it is, an abort is a cancel, the rest is internal', () => {
  const own = new Failure('tls');
  expect(fileFailure(own, '/p')).toBe(own);
  expect(fileFailure(AbortSignal.abort().reason, '/p').code).toBe('canceled');
  expect(fileFailure('odd', '/p')).toMatchObject({ code: 'internal', detail: 'odd: /p' });
});
