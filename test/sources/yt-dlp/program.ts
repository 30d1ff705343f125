import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HttpClient } from '../../../engine/net/client.ts';
import type { Access } from '../../../engine/sources/video/access.ts';
import { YtDlpResolver } from '../../../engine/sources/yt-dlp/resolver.ts';
import { startTime } from '../../../engine/workers/start-time.ts';
import { testFolder } from '../../files/folder.ts';

/** A program of the running test that tells its version as yt-dlp does, and else runs this text of the shell. */
export async function fakeYtDlp(body: string, version = '2026.10.26'): Promise<string> {
  const path = join(await testFolder(), 'yt-dlp');
  await writeFile(
    path,
    `#!/bin/sh\nfor last; do :; done\n[ "$last" = --version ] && { echo '${version}'; exit; }\n${body}\n`,
  );
  await chmod(path, 0o755);
  return path;
}

/** A program that answers with this. */
export async function answering(answer: unknown, complaints = '', version?: string): Promise<string> {
  const path = join(await testFolder(), 'answer');
  await writeFile(path, typeof answer === 'string' ? answer : JSON.stringify(answer));
  await writeFile(`${path}.complaints`, complaints);
  return fakeYtDlp(`cat '${path}.complaints' >&2; cat '${path}'; [ -s '${path}' ]`, version);
}

/** As whom a site is asked where a test says nothing else: as nobody. */
export function access(parts: Partial<Access> = {}): Access {
  const usual = { headers: [], auth: null, cookies: null, proxy: 'direct', idleMs: 30_000, limits: [] };
  return { client: new HttpClient({}), ...usual, ...parts };
}

/** Asks a program about a link. */
export async function ask(
  program: string,
  {
    url = 'https://example.com/watch/1',
    signal = new AbortController().signal,
    onChild = () => {},
    ...parts
  }: Partial<Access> & {
    readonly url?: string;
    readonly signal?: AbortSignal;
    readonly onChild?: (pid: number, running: boolean) => void;
  } = {},
) {
  return new YtDlpResolver(access(parts), program, onChild).video({ url, signal });
}

/** As `ask`, for the page of a list. */
export async function askList(program: string, next: string | null = null, url = 'https://example.com/list/1') {
  const signal = new AbortController().signal;
  return new YtDlpResolver(access(), program, () => {}).list({ url, signal, next });
}

/** Whether a process is there and not only waiting for somebody to ask how it ended. */
export async function isAlive(pid: number): Promise<boolean> {
  return (await startTime(pid)) !== undefined;
}
