import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** a folder of this run for the built window, empty until the first file of tests builds it */
    builtWindow: string;
  }
}

/** Gives the test files of a run one place for the window that each of them would otherwise build. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-window-'));
  project.provide('builtWindow', folder);
  return () => rm(folder, { recursive: true, force: true });
}
