// npm run package: the desktop application as a folder that runs by itself, in dist/.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBuilt } from './setup/build.mjs';
import { ensureElectron } from './setup/electron.mjs';
import { findNode, toolEnvironment } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { root } from './setup/places.mjs';
import { capture, lastLines } from './setup/run.mjs';
import { main, Stop, say } from './setup/say.mjs';

await main(async () => {
  await ensurePackages();
  const electron = await ensureElectron();
  await ensureBuilt();
  const version = (await readFile(join(electron, 'version'), 'utf8')).trim().replace(/^v/, '');
  /** @type {{ devDependencies: Record<string, string> }} */
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  if (version !== devDependencies['electron']) {
    say(`packaging with Electron ${version}, the stand-in for development; do not hand this package out`);
  }
  say('packaging (electron-builder)');
  const result = await capture(
    findNode(),
    [
      join(root, 'node_modules', 'electron-builder', 'cli.js'),
      ...['--dir', '--publish', 'never', `-c.electronDist=${electron}`, `-c.electronVersion=${version}`],
    ],
    { cwd: root, env: toolEnvironment() },
  );
  if (result.code !== 0) throw new Stop(`electron-builder failed: ${lastLines(result, 12)}`);
  say('the application lies in dist/');
  return 0;
});
