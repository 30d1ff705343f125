import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { Host } from '../../engine/host.ts';
import { openEngine } from '../../engine/index.ts';
import { testHost } from '../engine/home.ts';

const worker = fileURLToPath(new URL('../../worker/index.ts', import.meta.url));

/** An engine whose job processes really download; closed after the test. */
export async function realEngine(folder: string, change: Partial<Host> = {}): Promise<Engine> {
  const engine = await openEngine({ ...testHost(folder, worker), ...change });
  onTestFinished(() => engine.close());
  return engine;
}
