// npm run --silent sluice -- …: the command line, from a clone.
import { join } from 'node:path';
import { ensureBuilt } from './setup/build.mjs';
import { findNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { root } from './setup/places.mjs';
import { runInForeground } from './setup/run.mjs';
import { main } from './setup/say.mjs';

await main(async () => {
  await ensurePackages();
  const node = findNode();
  await ensureBuilt();
  // npm changes into the clone; paths on the command line are meant from where the person stands.
  return runInForeground(node, [join(root, 'out', 'cli', 'sluice.js'), ...process.argv.slice(2)], {
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
  });
});
