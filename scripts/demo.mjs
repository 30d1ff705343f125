// npm run demo: a live stream of its own, recorded into fragments, a file, downloaded, and a video of a stand-in of YouTube; with
// what came out checked. Needs no internet and no display. `-- --keep` leaves the files where they are.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDemo } from './demo/run.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { ensureDebian } from './setup/debian.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { main, Stop, say } from './setup/say.mjs';

await main(async () => {
  const args = process.argv.slice(2);
  const keep = args.includes('--keep');
  if (args.some((argument) => argument !== '--keep')) throw new Stop('npm run demo, or npm run demo -- --keep', 2);
  await ensurePackages();
  await ensureDebian({ programs: { ffmpeg: 'ffmpeg', ffprobe: 'ffmpeg', openssl: 'openssl' } });
  await ensureBuilt();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop.abort());
  const folder = await mkdtemp(join(tmpdir(), 'sluice-demo-'));
  try {
    return await runDemo(folder, stop.signal);
  } finally {
    if (keep) say(`what was made lies in ${folder}`);
    else await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
});
