// npm run bench:api: what the API costs. Adding tasks, a page of the list beside a plain route of Fastify, and who listens to events.
// Options: --requests 12000 (of a load), --rounds 3, --events 100000, --only add|list|events.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addMany, addOneByOne } from './api/add.ts';
import { ask } from './api/ask.ts';
import { runEvents } from './api/events.ts';
import { type Load, load } from './api/load.ts';
import { serveApart } from './api/process.ts';
import { median } from './measure.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '12000' },
    rounds: { type: 'string', default: '3' },
    events: { type: 'string', default: '100000' },
    only: { type: 'string' },
  },
});
const CONNECTIONS = 10;
const TASKS = 10_000;
const ADDED = 1000;
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-api-'));

try {
  if (wanted('add')) await adding();
  if (wanted('list')) await listing();
  if (wanted('events')) await events();
} finally {
  rmSync(folder, { recursive: true });
}

function wanted(part: string): boolean {
  return values.only === undefined || values.only === part;
}

async function adding(): Promise<void> {
  const served = await serveApart('serve', join(folder, 'add'));
  for (const connections of [1, CONNECTIONS]) {
    const seconds = (await addOneByOne(served, ADDED, connections)) / 1000;
    console.log(`${ADDED} tasks one by one, ${connections} connections: ${(ADDED / seconds).toFixed(0)} a second`);
  }
  const seconds = (await addMany(served, ADDED, ADDED)) / 1000;
  console.log(
    `${ADDED} tasks by one request: ${(ADDED / seconds).toFixed(0)} a second (${(seconds * 1000).toFixed(0)} ms)`,
  );
  await served.close();
}

async function listing(): Promise<void> {
  const served = await serveApart('serve', join(folder, 'list'));
  await addMany(served, TASKS, 1000);
  const amount = Number(values.requests);
  console.log(
    `\nThe list with ${TASKS} tasks, ${CONNECTIONS} connections, ${amount} requests, medians of ${values.rounds}:\n`,
  );
  console.log(
    '| | size, KiB | requests/s | p50, ms | p99, ms | CPU of the server, ms | rate to plain | p99 to plain |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const query of ['?limit=100', '']) {
    const path = `/tasks${query}`;
    const page = await ask(served, 'GET', path);
    const file = join(folder, 'page.json');
    writeFileSync(file, page);
    const plain = await serveApart('plain', file);
    const loads: Record<'api' | 'plain', Load[]> = { api: [], plain: [] };
    for (let round = -1; round < Number(values.rounds); round++) {
      // the first is for warmth
      const how = { connections: CONNECTIONS, amount: round < 0 ? 2000 : amount };
      const api = await load(served, `/api/v1${path}`, how);
      const reference = await load(plain, '/', how);
      if (round < 0) continue;
      loads.api.push(api);
      loads.plain.push(reference);
      // so many requests of one caller are refused that come sooner
      await new Promise((resolve) => setTimeout(resolve, 10_000));
    }
    const reference = middle(loads.plain);
    row(`GET ${path}`, page.length, middle(loads.api), reference);
    row('plain route', page.length, reference, reference);
    await plain.close();
  }
  await served.close();
}

function middle(loads: readonly Load[]): Load {
  const of = (figure: keyof Load) => median(loads.map((one) => one[figure]));
  return { rate: of('rate'), p50: of('p50'), p99: of('p99'), cpu: of('cpu') };
}

function row(name: string, size: number, { rate, p50, p99, cpu }: Load, reference: Load): void {
  const cells = [name, (size / 1024).toFixed(0), rate.toFixed(0), p50, p99, cpu.toFixed(2)];
  console.log(`| ${[...cells, (rate / reference.rate).toFixed(2), (p99 / reference.p99).toFixed(2)].join(' | ')} |`);
}

async function events(): Promise<void> {
  console.log(`\n${values.events} events of 50 tasks:\n`);
  console.log(
    '| who listens | s | CPU, s | batches | MiB sent | RSS, MiB (over the run) | heap, MiB (over the run) | GET p99, ms |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const [name, readers, idle] of [
    ['nobody', 0, 0],
    ['100 who read', 100, 0],
    ['20 who never read', 0, 20],
    ['100 who read and 20 who never do', 100, 20],
  ] as const) {
    const served = await serveApart('serve', join(folder, `events ${name}`));
    await addMany(served, TASKS, 1000);
    const { seconds, cpu, batches, bytes, samples, p99 } = await runEvents(
      served,
      Number(values.events),
      readers,
      idle,
    );
    const over = (of: 'rss' | 'heap') => samples.map((sample) => (sample[of] / 1024 / 1024).toFixed(0)).join(' ');
    const cells = [name, seconds.toFixed(1), cpu.toFixed(1), batches, (bytes / 1024 / 1024).toFixed(0)];
    console.log(`| ${[...cells, over('rss'), over('heap'), p99.toFixed(1)].join(' | ')} |`);
    await served.close();
  }
}
