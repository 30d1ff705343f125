import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StandIn, startStandIn } from './stand-in.ts';

/** A stand-in with a folder of its own, which goes with it. */
export interface TemporaryStandIn extends StandIn {
  readonly folder: string;
}

/** Starts one. */
export async function temporaryStandIn(): Promise<TemporaryStandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-stand-in-'));
  const standIn = await startStandIn(folder);
  const close = async (): Promise<void> => {
    await standIn.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...standIn, folder, close, [Symbol.asyncDispose]: close };
}
