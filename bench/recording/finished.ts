import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startNginx } from '../../test/servers/nginx.ts';
import { type Measure, measure } from '../measure.ts';
import { tableOf } from '../table.ts';
import { countsIn, missingWords } from './counts.ts';
import { recorders } from './programs.ts';
import type { Source } from './source.ts';

/** Fetches a finished playlist with all programs in turn, each file checked. @returns a table */
export async function finished(source: Source, folder: string, runs: number): Promise<string> {
  await using nginx = await startNginx({ root: source.folder });
  const commands = recorders(nginx.url('/made.m3u8'), false);
  const taken = new Map<string, Measure[]>(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const [name, command] of Object.entries(commands)) {
      const cwd = join(folder, 'files');
      const home = join(folder, 'home');
      await mkdir(cwd, { recursive: true });
      taken.get(name)?.push(await measure(command, { cwd, env: { SLUICE_HOME: home } }));
      const missing = missingWords(await countsIn(cwd), source.counts);
      if (missing !== 'none') console.log(`${name} lost packets: ${missing}`);
      await Promise.all([cwd, home].map((path) => rm(path, { recursive: true, force: true })));
    }
  }
  return tableOf(taken, 'streamlink');
}
