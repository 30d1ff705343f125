// npm run bench:files: one file, one file over slow connections, many small files; against aria2c, curl and wget2, in turn.
// Options: --runs 5, --only a|a-disk|b|c, --profile.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startNginx } from '../test/servers/nginx.ts';
import { type Measure, measure } from './measure.ts';
import { profile } from './profile.ts';
import { tableOf } from './table.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
});
const MiB = 1024 * 1024;
const memory = '/dev/shm';
const sluice = [process.execPath, join(import.meta.dirname, '..', 'out', 'cli', 'sluice.js'), 'get', '--quiet'];

/** One comparison: what is fetched, and how each program is told to. */
interface Case {
  readonly name: string;
  readonly title: string;
  readonly limitRate?: number;
  /** the folder everything is written to */
  readonly target: string;
  /** bytes of each file that has to be there afterwards */
  readonly files: Readonly<Record<string, number>>;
  readonly commands: (url: (path: string) => string, list: string, config: string) => Record<string, string[]>;
}

const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`small/${index}.bin`, 64 * 1024]));

const big = (url: (path: string) => string): Record<string, string[]> => ({
  sluice: [...sluice, '-x', '8', '-d', '.', url('/1g.bin')],
  aria2c: ['aria2c', '-q', '-x8', '-s8', '--file-allocation=none', url('/1g.bin')],
  curl: ['curl', '-sSO', url('/1g.bin')],
  wget2: ['wget2', '-q', url('/1g.bin')],
});

const cases: readonly Case[] = [
  {
    name: 'a',
    title: '1 GiB over loopback, into memory',
    target: memory,
    files: { '1g.bin': 1024 * MiB },
    commands: big,
  },
  {
    name: 'a-disk',
    title: '1 GiB over loopback, onto the disk',
    target: tmpdir(),
    files: { '1g.bin': 1024 * MiB },
    commands: big,
  },
  {
    name: 'b',
    title: '256 MiB, 20 MB/s a connection, 8 connections',
    limitRate: 20_000_000,
    target: memory,
    files: { '256m.bin': 256 * MiB },
    commands: (url) => ({
      sluice: [...sluice, '-x', '8', '-d', '.', url('/256m.bin')],
      'sluice, finding out': [...sluice, '-d', '.', url('/256m.bin')],
      aria2c: ['aria2c', '-q', '-x8', '-s8', '--file-allocation=none', url('/256m.bin')],
      curl: ['curl', '-sSO', url('/256m.bin')],
      wget2: ['wget2', '-q', '--chunk-size=32M', '--max-threads=8', url('/256m.bin')],
    }),
  },
  {
    name: 'c',
    title: '1,000 files of 64 KiB',
    target: memory,
    files: many,
    commands: (_url, list, config) => ({
      sluice: [...sluice, '-j', '16', '-d', '.', '-i', list],
      aria2c: ['aria2c', '-q', '-j16', '-i', list],
      curl: ['curl', '-sS', '--parallel', '--parallel-max', '16', '-K', config],
      wget2: ['wget2', '-q', '--max-threads=16', '-i', list],
    }),
  },
];

const root = mkdtempSync(join(memory, 'sluice-bench-origin-'));
try {
  mkdirSync(join(root, 'small'));
  const chosen = cases.filter(({ name }) => values.only === undefined || values.only === name);
  for (const [path, size] of new Map(chosen.flatMap(({ files }) => Object.entries(files)))) {
    for (let done = 0; done < size; done += 64 * MiB) {
      writeFileSync(join(root, path), randomBytes(Math.min(64 * MiB, size - done)), { flag: 'a' });
    }
  }
  for (const one of chosen) await compare(one);
} finally {
  rmSync(root, { recursive: true });
}

async function compare(one: Case): Promise<void> {
  await using nginx = await startNginx({ root, ...(one.limitRate === undefined ? {} : { limitRate: one.limitRate }) });
  const list = join(root, 'list.txt');
  const config = join(root, 'curl.txt');
  const names = Object.keys(one.files);
  writeFileSync(list, names.map((name) => `${nginx.url(`/${name}`)}\n`).join(''));
  writeFileSync(config, names.map((name) => `url="${nginx.url(`/${name}`)}"\nremote-name\n`).join(''));
  const commands = one.commands(nginx.url, list, config);
  const runs = new Map<string, Measure[]>(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < Number(values.runs); run += 1) {
    for (const [name, command] of Object.entries(commands)) {
      runs.get(name)?.push(await once(one, command, run === 0));
    }
  }
  console.log(`\n### (${one.name}) ${one.title}\n\n${tableOf(runs, 'aria2c')}`);
  const own = commands['sluice'];
  if (values.profile && own !== undefined)
    console.log(`\n${await inFolder(one.target, (folder) => profile(own, nginx.url(`/${names[0]}`), folder))}`);
}

/** One run in a fresh folder, with what it left checked: names and sizes, the first time every byte. */
async function once(one: Case, command: readonly string[], compareBytes: boolean): Promise<Measure> {
  return inFolder(one.target, async (folder) => {
    const home = join(folder, 'home');
    const cwd = join(folder, 'files');
    mkdirSync(cwd);
    const result = await measure(command, { cwd, env: { SLUICE_HOME: home } });
    const expected = Object.entries(one.files);
    if (readdirSync(cwd).length !== expected.length) throw new Error(`${command[0]} left other files`);
    for (const [path, size] of expected) {
      const there = join(cwd, path.slice(path.lastIndexOf('/') + 1));
      if (statSync(there).size !== size) throw new Error(`${there} is not whole`);
      if (compareBytes) execFileSync('cmp', [there, join(root, path)]);
    }
    return result;
  });
}

async function inFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(parent, 'sluice-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
