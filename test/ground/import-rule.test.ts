import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

const folder = mkdtempSync(join(tmpdir(), 'sluice-import-rule-'));
afterAll(() => rmSync(folder, { recursive: true }));
cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));

/** Lints a line as if it stood in a file of the project; what the import rule says about it. */
function lint(path: string, line: string): string {
  const planted = join(folder, path);
  mkdirSync(dirname(planted), { recursive: true });
  writeFileSync(planted, `${line}\n`);
  const { stdout, stderr } = spawnSync(
    join(root, 'node_modules', '.bin', 'biome'),
    ['lint', '--only=style/noRestrictedImports', '--vcs-enabled=false', planted],
    { cwd: folder, encoding: 'utf8' },
  );
  return stdout + stderr;
}

const forbidden: readonly (readonly [path: string, specifier: string])[] = [
  ['contract/planted.ts', '../engine/index.ts'],
  ['contract/planted.ts', 'node:fs'],
  ['contract/planted.ts', 'electron'],
  ['engine/planted.ts', '../main/index.ts'],
  ['engine/planted.ts', 'electron'],
  ['engine/queue/planted.ts', '../../cli/index.ts'],
  ['engine/queue/planted.ts', '../../worker/index.ts'],
  ['engine/download/planted.ts', '../store/index.ts'],
  ['engine/net/planted.ts', '../queue/admit.ts'],
  ['engine/files/planted.ts', '../../renderer/index.tsx'],
  ['worker/planted.ts', '../engine/queue/admit.ts'],
  ['worker/planted.ts', '../engine/store/index.ts'],
  ['worker/planted.ts', '../engine/index.ts'],
  ['worker/planted.ts', '../main/index.ts'],
  ['worker/planted.ts', 'electron'],
  ['server/planted.ts', '../main/index.ts'],
  ['main/planted.ts', '../renderer/index.tsx'],
  ['main/planted.ts', '../worker/index.ts'],
  ['cli/planted.ts', '../main/index.ts'],
  ['preload/planted.ts', '../engine/engine.ts'],
  ['preload/planted.ts', 'node:fs'],
  ['renderer/planted.ts', '../engine/engine.ts'],
  ['renderer/list/planted.ts', '../../main/ipc.ts'],
  ['renderer/planted.ts', 'electron'],
];

it.each(forbidden)('%s may not import %s', (path, specifier) => {
  expect(lint(path, `import ${JSON.stringify(specifier)};`)).toContain('lint/style/noRestrictedImports');
});

const allowed: readonly (readonly [path: string, specifier: string])[] = [
  ['engine/queue/planted.ts', '../../contract/task.ts'],
  ['engine/jobs/planted.ts', '../queue/admit.ts'],
  ['worker/planted.ts', '../engine/download/file-job.ts'],
  ['main/planted.ts', '../engine/index.ts'],
  ['main/planted.ts', 'electron'],
  ['cli/planted.ts', '../engine/index.ts'],
  ['renderer/planted.ts', '../contract/task.ts'],
];

it.each(allowed)('%s may import %s', (path, specifier) => {
  const said = lint(path, `import ${JSON.stringify(specifier)};`);
  expect(said).toContain('Checked 1 file');
  expect(said).not.toContain('noRestrictedImports');
});
