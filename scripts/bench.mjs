// npm run bench:files, bench:record, bench:store: side by side with other programs, on the built program. npm run bench:api.
import { join } from 'node:path';
import { ensureBuilt } from './setup/build.mjs';
import { ensureDebian } from './setup/debian.mjs';
import { ensureElectron } from './setup/electron.mjs';
import { findNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { root } from './setup/places.mjs';
import { runInForeground } from './setup/run.mjs';
import { main } from './setup/say.mjs';

/** What each benchmark runs beside Sluice, and the Debian package it comes in. */
const PROGRAMS = {
  files: { nginx: 'nginx-light', aria2c: 'aria2', curl: 'curl', wget2: 'wget2' },
  record: { nginx: 'nginx-light', ffmpeg: 'ffmpeg', streamlink: 'streamlink', 'yt-dlp': 'yt-dlp' },
  store: { Xvfb: 'xvfb', 'xvfb-run': 'xvfb', xauth: 'xauth' },
  api: {},
};

await main(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (name !== 'files' && name !== 'record' && name !== 'store' && name !== 'api') {
    throw new Error('npm run bench:files, npm run bench:record, npm run bench:store or npm run bench:api');
  }
  await ensurePackages();
  await ensureDebian({ programs: PROGRAMS[name] });
  await ensureBuilt();
  const env = { ...process.env };
  if (name === 'store') env['ELECTRON_OVERRIDE_DIST_PATH'] = await ensureElectron();
  const display = name === 'store' ? ['xvfb-run', '-a'] : [];
  const [program = '', ...rest] = [...display, findNode(), join(root, 'bench', `${name}.ts`), ...args];
  return runInForeground(program, rest, { cwd: root, env });
});
