import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startTime } from '../../engine/workers/start-time.ts';

const running = z.object({
  pid: z.number().int(),
  /** when that process began, as the platform tells it; a number may be another's by now */
  started: z.string().nullable(),
  /** under which this computer reaches it, as in `http://127.0.0.1:8787/` */
  address: z.url({ protocol: /^http$/ }),
  /** under which others reach it; `null` where nobody has said so */
  outside: z.url().nullable(),
  tokenFile: z.string(),
});

/** A server of this computer that works with a data folder. */
export type Running = z.infer<typeof running>;

const fileName = /^server-\d{1,5}\.json$/;

/** Writes down that this process serves a data folder, readable for this user only, all at once. The result removes the record. */
export async function recordRunning(
  dataFolder: string,
  places: Pick<Running, 'address' | 'outside' | 'tokenFile'>,
): Promise<() => void> {
  const { pid } = process;
  const server: Running = { pid, started: (await startTime(pid)) ?? null, ...places };
  const path = join(dataFolder, `server-${new URL(places.address).port || 80}.json`);
  const draft = `${path}.${pid}`;
  writeFileSync(draft, JSON.stringify(server), { mode: 0o600 });
  renameSync(draft, path);
  return () => {
    // another one may have the port by now
    if (readRecord(path)?.pid === pid) rmSync(path, { force: true });
  };
}

/**
 * The servers that run for a data folder. One that was killed has left its record and is none: what has its port now may be
 * anybody's, and must not be sent the token.
 */
export async function runningServers(dataFolder: string): Promise<Running[]> {
  const servers: Running[] = [];
  for (const name of namesIn(dataFolder).filter((each) => fileName.test(each))) {
    const server = readRecord(join(dataFolder, name));
    if (server !== undefined && (await isRunning(server))) servers.push(server);
  }
  return servers;
}

async function isRunning({ pid, started }: Running): Promise<boolean> {
  const now = await startTime(pid);
  if (now !== undefined || started !== null) return now === started;
  // where the platform tells no time, the number is all there is to know it by
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function readRecord(path: string): Running | undefined {
  try {
    return running.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}
