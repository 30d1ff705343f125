import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that open a window. */
const windows = [
  'test/e2e/**/*.test.ts',
  'test/parity/*.test.ts',
  'test/renderer/*window.test.ts',
  'test/page/**/*.test.ts',
];

/** Those that take longest, longest first: one that came last would run alone at the end. Others come by their size. */
const long = [
  'crash/kill',
  'record/outages',
  'record/faults',
  'download/resume',
  'record/live-dash',
  'record/verbs',
  'cli/get',
  'cli/manage',
  'cli/record-later',
  'video/transfer',
  'cli/record',
  'crash/video-kill',
  'crash/record-kill',
  'record/low-latency',
  'record/lost-sound',
  'record/disk-full',
  'download/servers',
  'cli/youtube',
  'video/join',
  'video/clip',
  'engine/story',
  'engine/trouble',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = long.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return place === -1 ? long.length : place;
}

/**
 * Much here happens in real time: processes are killed in the middle, streams go on by the clock. On a machine that does something else
 * in the wrong moment such a test may fail once; where nobody watches it is tried again, and the report says so (`retry x1`).
 */
const tries = process.env['CI'] === undefined ? 0 : 1;

const common = { pool: 'forks', testTimeout: 60_000, hookTimeout: 60_000, retry: tries } as const;

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: windows,
          // Hundreds of processes start here from the same sources, which each would compile anew.
          env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'node') },
          // One more than the processors there may be: most of the long ones wait for a stream to go on.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // One after another: when two Electrons start on one display in the same moment, one of them may never show up.
        // `npm test` runs them beside the others; with vitest alone they come after them.
        test: {
          ...common,
          name: 'windows',
          include: windows,
          globalSetup: 'test/renderer/page/build-once.ts',
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
