import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from './measure.ts';

/** The parts of a V8 profile that are read here. */
interface CpuProfile {
  readonly nodes: readonly { id: number; callFrame: { functionName: string; url: string } }[];
  readonly samples: readonly number[];
  /** microseconds */
  readonly timeDeltas: readonly number[];
}

const SHOWN = 12;

/**
 * Runs a command of Node once more under V8's profiler, and the transfer of `url` alone in another process; where the
 * deciding process and the file engine spend their time.
 */
export async function profile(command: readonly string[], url: string, folder: string): Promise<string> {
  const [node = '', ...args] = command;
  const cwd = join(folder, 'files');
  mkdirSync(cwd);
  const env = { SLUICE_HOME: join(folder, 'home') };
  const parts: string[] = [];
  for (const [title, run] of [
    ['The deciding process', args],
    ['The file engine alone, one file', [join(import.meta.dirname, 'transfer.ts'), url, join(folder, 'alone')]],
  ] as const) {
    const to = join(folder, `profile-${parts.length}`);
    await measure([node, '--cpu-prof', `--cpu-prof-dir=${to}`, ...run], { cwd, env });
    for (const name of readdirSync(to)) {
      parts.push(summary(title, JSON.parse(readFileSync(join(to, name), 'utf8')) as CpuProfile));
    }
  }
  return parts.join('\n\n');
}

function summary(title: string, { nodes, samples, timeDeltas }: CpuProfile): string {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url } }) => [
      id,
      `${functionName || '(anonymous)'} ${url.split('/').at(-1)}`,
    ]),
  );
  const self = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    self.set(name, (self.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  const all = [...self.values()].reduce((sum, ms) => sum + ms, 0);
  const rows = [...self].toSorted(([, a], [, b]) => b - a).slice(0, SHOWN);
  return [
    `${title}, ${all.toFixed(0)} ms, self time:`,
    ...rows.map(([name, ms]) => `- ${ms.toFixed(0)} ms ${name}`),
  ].join('\n');
}
