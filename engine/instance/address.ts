import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

const instance = z.object({
  pid: z.number().int(),
  /** path of a Unix socket or name of a pipe */
  address: z.string(),
  /** proves to the running instance that the caller may read this file; matters where pipes have no file mode */
  token: z.string(),
});

/** How the instance of a data folder is reached. */
export type InstanceAddress = z.infer<typeof instance>;

/** The length of a socket's path is limited to 104 or 108 bytes, depending on the system. */
const longestSocketPath = 100;
const privateFolder = /^sluice-[A-Za-z0-9]{6}$/;

/** A fresh address for the instance of a data folder, whose lock the caller holds. */
export function newAddress(dataFolder: string): InstanceAddress {
  return { pid: process.pid, address: socketPath(dataFolder), token: randomBytes(24).toString('base64url') };
}

function socketPath(dataFolder: string): string {
  if (process.platform === 'win32') {
    const home = createHash('sha256').update(dataFolder.toLowerCase()).digest('hex').slice(0, 16);
    return `\\\\.\\pipe\\sluice-${home}-${randomBytes(8).toString('hex')}`;
  }
  const path = join(dataFolder, 'run.sock');
  // mkdtemp makes the folder with mode 0700
  return Buffer.byteLength(path) <= longestSocketPath ? path : join(mkdtempSync(join(tmpdir(), 'sluice-')), 'run.sock');
}

/** Writes down how this instance is reached, readable for this user only, all at once. */
export function writeAddress(dataFolder: string, address: InstanceAddress): void {
  const path = fileIn(dataFolder);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(address), { mode: 0o600 });
  renameSync(draft, path);
}

/** How the instance of a data folder was last reached; `undefined` when none is on record. */
export function readAddress(dataFolder: string): InstanceAddress | undefined {
  try {
    return instance.safeParse(JSON.parse(readFileSync(fileIn(dataFolder), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Removes what an instance leaves: the record and the socket. */
export function removeAddress(dataFolder: string, { address }: InstanceAddress): void {
  rmSync(fileIn(dataFolder), { force: true });
  if (process.platform === 'win32') return;
  rmSync(address, { force: true });
  const folder = dirname(address);
  if (folder !== dataFolder && privateFolder.test(basename(folder))) rmSync(folder, { recursive: true, force: true });
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'instance.json');
}
