import { type Measure, median } from './measure.ts';

/** Medians of each program, and how they stand to the one that is compared with. */
export function tableOf(runs: ReadonlyMap<string, readonly Measure[]>, reference: string): string {
  const middle = (name: string, of: (run: Measure) => number): number => median((runs.get(name) ?? []).map(of));
  const base = middle(reference, ({ wall }) => wall);
  const lines = [...runs.keys()].map((name) => {
    const walls = (runs.get(name) ?? []).map(({ wall }) => wall);
    const wall = middle(name, (run) => run.wall);
    const cells = [
      name,
      wall.toFixed(2),
      `${Math.min(...walls).toFixed(2)}-${Math.max(...walls).toFixed(2)}`,
      (wall / base).toFixed(2),
      middle(name, ({ cpu }) => cpu).toFixed(2),
      mebibytes(middle(name, ({ rss }) => rss)),
      mebibytes(middle(name, ({ pss }) => pss)),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `| Program | Wall, s (median) | min-max | to ${reference} | CPU, s | Peak RSS, MiB | Peak PSS, MiB |`,
    '|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

/** Whole MiB. */
export function mebibytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}
