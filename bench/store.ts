// npm run bench:store: what 10,000 tasks in the store cost, beside an empty store: the command line and the window.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrap } from '../contract/reply.ts';
import { openHeadlessHost } from '../engine/headless/host.ts';
import { headlessPaths } from '../engine/headless/paths.ts';
import { openEngine } from '../engine/index.ts';
import { launch } from '../test/e2e/launch.ts';
import { type Measure, measure, median, memoryOf } from './measure.ts';

const RUNS = 5;
const TASKS = 10_000;
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-store-'));
const homes = { empty: join(folder, 'empty'), full: join(folder, 'full') } as const;
type Home = keyof typeof homes;
const both: readonly Home[] = ['empty', 'full'];

try {
  await fill(homes.empty, 0);
  await fill(homes.full, TASKS);
  await commandLine();
  await desktop();
} finally {
  rmSync(folder, { recursive: true });
}

/** Makes a store with so many tasks that do not run. */
async function fill(home: string, count: number): Promise<void> {
  const paths = headlessPaths({ ...process.env, SLUICE_HOME: home });
  const engine = await openEngine(openHeadlessHost({ worker: join(root, 'out', 'worker', 'index.js'), paths }), {
    only: 'none',
  });
  const tasks = Array.from({ length: count }, (_, index) => ({ url: `http://127.0.0.1:9/folder/a file ${index}.mkv` }));
  const began = performance.now();
  if (count > 0) unwrap(await engine.call('tasks.add', { tasks, start: 'paused' }));
  if (count > 0) console.log(`${count} tasks added in ${(performance.now() - began).toFixed(0)} ms`);
  await engine.close();
}

async function commandLine(): Promise<void> {
  const sluice = [process.execPath, join(root, 'out', 'cli', 'sluice.js'), 'list'];
  for (const [title, args] of [
    ['sluice list', []],
    ['sluice list --json', ['--json']],
  ] as const) {
    const runs: Record<Home, Measure[]> = { empty: [], full: [] };
    for (let run = 0; run < RUNS; run += 1) {
      for (const home of both) {
        runs[home].push(await measure([...sluice, ...args], { cwd: folder, env: { SLUICE_HOME: homes[home] } }));
      }
    }
    for (const home of both) {
      const wall = median(runs[home].map((run) => run.wall));
      const rss = median(runs[home].map((run) => run.rss)) / 1024 / 1024;
      console.log(`${title}, ${home === 'full' ? TASKS : 0} tasks: ${wall.toFixed(3)} s, ${rss.toFixed(0)} MiB`);
    }
  }
}

/** From the start of the program to a window whose list stands, and the memory of all processes a while later. */
async function desktop(): Promise<void> {
  const seconds: Record<Home, number[]> = { empty: [], full: [] };
  const memory: Record<Home, number[]> = { empty: [], full: [] };
  for (let run = 0; run < RUNS; run += 1) {
    for (const home of both) {
      const began = performance.now();
      const running = await launch(homes[home]);
      await running.page
        .getByText(home === 'full' ? /a file \d+\.mkv/ : 'Nothing here yet')
        .first()
        .waitFor();
      seconds[home].push((performance.now() - began) / 1000);
      if (home === 'full') await running.page.getByText('10,000').first().waitFor();
      await running.page.waitForTimeout(2000);
      memory[home].push(memoryOf(running.app.process().pid ?? 0).pss / 1024 / 1024);
      await running.quit();
    }
  }
  for (const home of both) {
    console.log(
      `window, ${home === 'full' ? TASKS : 0} tasks: ${median(seconds[home]).toFixed(2)} s to its list, ${median(memory[home]).toFixed(0)} MiB PSS in all processes`,
    );
  }
}
