import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { testFolder } from '../files/folder.ts';
import { makeHls } from '../streams/make-hls.ts';
import { ledgerOf } from '../streams/record.ts';
import { publicAddress, type TrapEnd } from './forbidden/outcome.ts';
import { forbiddenAddresses, places } from './forbidden/traps.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('./forbidden/run.ts', import.meta.url));
/** A network of its own, in which addresses of the open internet are this machine's. */
const network = ['-rn', 'sh', '-c', setUp([publicAddress, '10.0.0.1', '169.254.169.254']), 'sh'];

function setUp(addresses: readonly string[]): string {
  const lines = addresses.map((address) => `ip addr add ${address}/32 dev lo`);
  return [...['ip link set lo up', ...lines], 'exec "$@"'].join(' && ');
}

/** Why this machine cannot do it, or `null`. */
async function problem(): Promise<string | null> {
  if (process.platform !== 'linux') return 'a network of its own needs Linux';
  try {
    await run('unshare', [...network, 'strace', '-qq', '-o', '/dev/null', 'true']);
    return null;
  } catch (error) {
    return `no network of its own with strace here: ${error instanceof Error ? error.message : String(error)}`;
  }
}

test('a public server leads to nothing on this machine or a private network', async (context) => {
  const reason = await problem();
  if (reason !== null) context.skip(reason);
  const folder = await testFolder();
  const made = await makeHls(join(folder, 'source'), { seconds: 0.5, segment: 0.5, gop: 0.5, size: '96x64' });
  copyFileSync(join(made.folder, made.segments[0]?.name ?? ''), join(folder, 's0000.ts'));
  const { stdout } = await run('unshare', [...network, process.execPath, program, folder], {
    maxBuffer: 1 << 26,
  });
  const lines = stdout.trim().split('\n');
  expect(JSON.parse(lines.pop() ?? '')).toEqual({ connections: 0 });
  const ends = lines.map((line) => JSON.parse(line) as TrapEnd);
  const addresses = Object.keys(forbiddenAddresses('/', 1));
  const names = Object.keys(places).flatMap((place) => addresses.map((address) => `${place} ${address}`));
  expect(ends.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  for (const end of ends) await expectRefused(end);

  const trace = readFileSync(join(folder, 'trace'), 'utf8');
  const opened = [...trace.matchAll(/open(?:at|at2)?\((?:[^,]*, )?"([^"]*)"/gu)].map(([, path]) => path ?? '');
  expect(opened).toContain(fileURLToPath(new URL('../../worker/index.ts', import.meta.url)));
  // the program's own files may be called so
  const foreign = opened.filter((path) => !path.endsWith('.ts'));
  expect(foreign.filter((path) => path.includes('secret') || path === '/etc/passwd')).toEqual([]);
  const connected = [...trace.matchAll(/connect\(\d+, \{sa_family=AF_INET6?,[^}]*?"([^"]*)"/gu)].map(([, to]) => to);
  expect(connected.length).toBeGreaterThan(100);
  expect(new Set(connected)).toEqual(new Set([publicAddress]));
}, 120_000);

/** What never says a scheme is a path on the server, which has nothing there. */
const isPath = (name: string): boolean => name.endsWith(' subfile');
/** A page is full of links that are no streams, and a manifest has its grammar. */
const otherwise: Readonly<Record<string, string>> = {
  'a BaseURL is data': 'corrupt-media',
  ...Object.fromEntries(
    ['a page frames', 'a page plays'].flatMap((place) =>
      ['file', 'file of a host', 'data', 'concat', 'crypto', 'tcp'].map((what) => [`${place} ${what}`, 'no-stream']),
    ),
  ),
};

async function expectRefused({ name, code, detail, files }: TrapEnd): Promise<void> {
  if (code !== null) {
    if (!isPath(name)) expect({ name, code }).toEqual({ name, code: otherwise[name] ?? 'forbidden' });
    expect(detail, name).not.toBe('');
    return;
  }
  // What else there is of the stream is recorded, and what was refused is in the ledger.
  const { segments, gaps } = await ledgerOf(files);
  expect(segments.stored, name).toBe(1);
  if (name.startsWith('a media segment') && !isPath(name)) {
    expect(gaps, name).toMatchObject([{ cause: 'forbidden', segments: 1, track: 'main' }]);
    expect(gaps[0]?.detail, name).toMatch(/an address of this computer|nothing a stream may lead to/u);
  }
}
