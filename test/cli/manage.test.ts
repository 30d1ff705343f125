import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exits } from '../../cli/exit.ts';
import { buildProgram } from '../../cli/program.ts';
import { settingNames } from '../../cli/run/setting-values.ts';
import { finding } from '../../contract/doctor.ts';
import { settings } from '../../contract/settings.ts';
import { task, taskDetails } from '../../contract/task.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { eventNames } from './events.ts';
import { newHome } from './sluice.ts';

let origin: Origin;
beforeAll(async () => {
  origin = await startOrigin();
  for (const [index, name] of ['a', 'b', 'c'].entries()) origin.serve(`/${name}.bin`, { size: 1000, seed: index + 1 });
});
afterAll(() => origin.close());

describe('looking', () => {
  test('list: tabs in a pipe, JSON when asked, the last added first', async () => {
    const home = newHome();
    expect(await home.run(['list'])).toEqual({ code: 0, stdout: '', stderr: '' });
    await home.run(['get', '-q', origin.url('/a.bin'), origin.url('/b.bin'), origin.url('/missing')]);
    const { code, stdout } = await home.run(['list']);
    expect(code).toBe(0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.map((row) => [row[1], row[2], row[3], row[6]])).toEqual([
      ['failed', '', '', 'missing'],
      ['completed', '100%', '1.00 kB', 'b.bin'],
      ['completed', '100%', '1.00 kB', 'a.bin'],
    ]);
    expect(rows[0]?.[7]).toBe('The server has nothing at this address');
    const some = await home.run(['list', '--json', '-s', 'completed', '-n', '1']);
    expect(task.parse(JSON.parse(some.stdout)).name).toBe('b.bin');
    expect(await home.run(['list', '--state', 'lost'])).toMatchObject({ code: 2, stdout: '' });
  });

  test('a reader that has enough is no error', async () => {
    const home = newHome();
    const links = Array.from({ length: 3000 }, (_, index) => `http://127.0.0.1:1/${index}`).join('\n');
    const adding = home.start(['get', '--json', '-i', '-'], { input: links });
    await adding.until(/"event":"progress"/);
    adding.child.kill('SIGINT');
    await adding.ended;
    const reader = home.start(['list', '--json']);
    reader.child.stdout?.destroy();
    expect(await reader.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('show: by a piece of the id; unknown and impossible ids are told apart', async () => {
    const home = newHome();
    await home.run(['get', '-q', origin.url('/a.bin')]);
    const [id = ''] = (await home.run(['list'])).stdout.split('\t');
    const shown = await home.run(['show', id.slice(0, 4)]);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain(join(home.downloads, 'a.bin'));
    const details = taskDetails.parse(JSON.parse((await home.run(['show', '--json', id])).stdout));
    expect(details.attempts).toHaveLength(1);
    const other = id.startsWith('z') ? 'y' : 'z';
    expect(await home.run(['show', other])).toMatchObject({ code: 3, stdout: '' });
    expect(await home.run(['show', other.repeat(10)])).toMatchObject({ code: 3, stdout: '' });
    expect(await home.run(['show', 'not-an-id'])).toMatchObject({ code: 2, stdout: '' });
  });

  test('doctor: a line for each finding', async () => {
    const home = newHome();
    const { code, stdout } = await home.run(['doctor', '--json']);
    const findings = stdout
      .trimEnd()
      .split('\n')
      .map((line) => finding.parse(JSON.parse(line)));
    expect(findings.length).toBeGreaterThan(3);
    expect(code).toBe(findings.some(({ status }) => status === 'problem') ? exits.tool.code : 0);
    expect((await home.run(['doctor'])).stdout).toContain(home.downloads);
  });
});

describe('verbs', () => {
  test('remove forgets, with --files it deletes', async () => {
    const home = newHome();
    await home.run(['get', '-q', origin.url('/a.bin'), origin.url('/b.bin'), origin.url('/c.bin')]);
    const rows = (await home.run(['list'])).stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    const idOf = (name: string): string => rows.find((row) => row[6] === name)?.[0] ?? '';
    expect(await home.run(['remove', idOf('a.bin')])).toEqual({ code: 0, stdout: 'removed 1 task\n', stderr: '' });
    expect(existsSync(join(home.downloads, 'a.bin'))).toBe(true);
    expect(await home.run(['rm', '-q', '--files', idOf('b.bin')])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(existsSync(join(home.downloads, 'b.bin'))).toBe(false);
    const refused = await home.run(['remove', '--json', idOf('a.bin'), idOf('c.bin')]);
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      done: [idOf('c.bin')],
      refused: [{ id: idOf('a.bin'), error: { code: 'no-such-task' } }],
    });
  });

  test('need ids or --all, not both; --all of nothing is fine', async () => {
    const home = newHome();
    for (const verb of ['pause', 'resume', 'retry', 'cancel', 'remove']) {
      expect(await home.run([verb])).toMatchObject({ code: 2, stdout: '' });
      expect(await home.run([verb, '--all', 'k3f'])).toMatchObject({ code: 2, stdout: '' });
      expect(await home.run([verb, '--all'])).toMatchObject({ code: 0, stdout: '', stderr: 'No tasks.\n' });
    }
  });

  test('retry tries what failed again', async () => {
    const home = newHome();
    origin.serve('/later.bin', { fail: { status: 404 } });
    expect(await home.run(['get', '-q', origin.url('/later.bin')])).toMatchObject({ code: 3 });
    origin.serve('/later.bin', { size: 500, seed: 9 });
    const again = await home.run(['retry', '-q', '--all']);
    expect(again).toEqual({ code: 0, stdout: `${join(home.downloads, 'later.bin')}\n`, stderr: '' });
    const [id = ''] = (await home.run(['list'])).stdout.split('\t');
    expect(await home.run(['retry', id])).toMatchObject({ code: 7 });
  });
});

describe('settings', () => {
  test('are all there, and read back as they were set', async () => {
    const home = newHome();
    const all = settings.parse(JSON.parse((await home.run(['settings', '--json'])).stdout));
    expect(settingNames).toHaveLength(Object.keys(all).length);
    for (const [name, typed, shown] of [
      ['max-active', '7', '7'],
      ['limitRate', '2M', '2000000'],
      ['limit-rate', 'none', 'none'],
      ['connections', '8', '8'],
      ['connections', 'auto', 'auto'],
      ['reserve', '1GiB', '1073741824'],
      ['idle-timeout', '1m30s', '90'],
      ['download-folder', 'files', join(home.folder, 'files')],
      ['duplicates', 'keep', 'keep'],
    ] as const) {
      expect(await home.run(['settings', 'set', name, typed])).toEqual({ code: 0, stdout: `${shown}\n`, stderr: '' });
    }
    expect((await home.run(['settings', 'get', 'max-active'])).stdout).toBe('7\n');
    expect((await home.run(['settings'])).stdout).toContain(join(home.folder, 'files'));
  });

  test.each([
    ['max-active', '0'],
    ['max-active', 'many'],
    ['limit-rate', 'fast'],
    ['theme', 'pink'],
    ['idle-timeout', '1s'],
    ['colour', 'blue'],
  ])('refuse what does not fit: %s %s', async (name, value) => {
    expect(await newHome().run(['settings', 'set', name, value])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('help', () => {
  test('of every command has examples, and needs nothing but the program', async () => {
    const home = newHome();
    const names = buildProgram('1.0.0')
      .commands.map((command) => command.name())
      .filter((name) => !name.startsWith('_'));
    const help = await Promise.all(names.map((name) => home.run([name, '--help'])));
    for (const { code, stdout, stderr } of help) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Examples:');
    }
    expect(existsSync(join(home.folder, 'data'))).toBe(false);
  });

  test('and docs name every command, exit code and event', async () => {
    const docs = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
    const { stdout } = await newHome().run(['--help']);
    for (const { code, help } of Object.values(exits)) {
      expect(stdout).toMatch(new RegExp(`^ +${code} +${help.replace(/[()]/g, '\\$&')}$`, 'm'));
      expect(docs).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'));
    }
    for (const name of eventNames) expect(docs).toContain(`"event":"${name}"`);
    for (const { name } of buildProgram('1.0.0').commands.map((command) => ({ name: command.name() }))) {
      if (!name.startsWith('_')) expect(docs).toContain(`sluice ${name}`);
    }
    for (const name of settingNames) expect(docs).toContain(`\`${name}\``);
  });

  test('the version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await newHome().run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('completion', () => {
  test('in bash: commands, ids, files', async () => {
    const home = newHome();
    await home.run(['get', '-q', origin.url('/missing')]);
    const [id = ''] = (await home.run(['list'])).stdout.split('\t');
    const bin = join(home.folder, 'bin');
    mkdirSync(bin);
    const entry = fileURLToPath(new URL('../../cli/index.ts', import.meta.url));
    writeFileSync(join(bin, 'sluice'), `#!/bin/sh\nexec '${process.execPath}' '${entry}' "$@"\n`);
    chmodSync(join(bin, 'sluice'), 0o755);
    mkdirSync(join(home.folder, 'work', 'my files'), { recursive: true });
    writeFileSync(join(home.folder, 'work', 'links $(touch oops).txt'), '');
    const complete = async (...words: string[]): Promise<string[]> => {
      const quoted = words.map((word) => `'${word}'`).join(' ');
      const program = `source <(sluice completion bash); COMP_WORDS=(sluice ${quoted}); COMP_CWORD=${words.length}; _sluice; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', program], {
        cwd: join(home.folder, 'work'),
        env: { ...process.env, SLUICE_HOME: home.folder, PATH: `${bin}:${process.env['PATH'] ?? ''}` },
      });
      return stdout
        .split('\n')
        .filter((line) => line !== '')
        .sort();
    };
    expect(await complete('re')).toEqual(['record', 'remove', 'resume', 'retry']);
    expect(await complete('record', '--output', '')).toEqual(['audio', 'mkv', 'mp4', 'ts']);
    expect(await complete('retry', id.slice(0, 2))).toEqual([id]);
    expect(await complete('pause', '')).toEqual([]);
    expect(await complete('get', '-d', '')).toEqual(['my files']);
    expect(await complete('get', '-i', 'l')).toEqual(['links $(touch oops).txt']);
    expect(await complete('get', '$(touch oops)', '--js')).toEqual(['--json']);
    expect(existsSync(join(home.folder, 'work', 'oops'))).toBe(false);
  });

  test.each(['zsh', 'fish'])('there is a script for %s', async (shell) => {
    const { code, stdout } = await newHome().run(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('sluice __complete');
  });
});
