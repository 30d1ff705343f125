import { defineConfig } from 'vitest/config';

/** Tests that open a window. */
const windows = ['test/e2e/**/*.test.ts', 'test/renderer/*window.test.ts'];

const common = { pool: 'forks', testTimeout: 60_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: windows,
          // One more than the processors there may be: most of the long ones wait for a stream to go on.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // One after another: when two Electrons start on one display in the same moment, one of them may never show up.
        test: { ...common, name: 'windows', include: windows, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
