// npm start: all the set-up that is missing, then the window; without a display the web page.
import { join } from 'node:path';
import { ensureBuilt } from './setup/build.mjs';
import { electronLibraries, ensureDebian } from './setup/debian.mjs';
import { electronProgram, ensureElectron } from './setup/electron.mjs';
import { findNode, toolEnvironment } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { root } from './setup/places.mjs';
import { runInForeground } from './setup/run.mjs';
import { main, say } from './setup/say.mjs';

await main(async () => {
  await ensurePackages();
  return hasDisplay() ? openWindow(process.argv.slice(2)) : serve(process.argv.slice(2));
});

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** @param {readonly string[]} args links, and switches of Electron */
async function openWindow(args) {
  const folder = await ensureElectron();
  const program = electronProgram(folder);
  await ensureDebian({ libraries: { of: program, packages: electronLibraries } });
  await ensureBuilt();
  return runInForeground(program, [...sandboxSwitches(), ...quietSwitches(), root, ...args], {
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    // With RUN_AS_NODE, as some editors' terminals set it, there would be no window.
    env: toolEnvironment({ ELECTRON_RUN_AS_NODE: undefined }),
  });
}

/** @param {readonly string[]} args options of `sluice serve` */
async function serve(args) {
  const node = findNode();
  say('there is no display here, so the web page is served instead of a window');
  await ensureBuilt();
  return runInForeground(node, [join(root, 'out', 'cli', 'sluice.js'), 'serve', ...args], {
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
  });
}

/** Chromium's sandbox cannot be entered by root; it stays on for everybody else. */
function sandboxSwitches() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return [];
  say('running as root, so the window runs without its sandbox; better use an ordinary account');
  return ['--no-sandbox'];
}

/** Chromium reports each service a bare machine does not have (message bus, graphics); none of it is about Sluice. */
function quietSwitches() {
  return process.env['SLUICE_DEBUG'] ? [] : ['--log-level=3'];
}
