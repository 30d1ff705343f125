// npm start: all the set-up that is missing, then the window.
import { ensureBuilt } from './setup/build.mjs';
import { electronLibraries, ensureDebian } from './setup/debian.mjs';
import { electronProgram, ensureElectron } from './setup/electron.mjs';
import { toolEnvironment } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { root } from './setup/places.mjs';
import { runInForeground } from './setup/run.mjs';
import { main, Stop, say } from './setup/say.mjs';

await main(async () => {
  ensureDisplay();
  await ensurePackages();
  const folder = await ensureElectron();
  const program = electronProgram(folder);
  await ensureDebian({ libraries: { of: program, packages: electronLibraries } });
  await ensureBuilt();
  return runInForeground(program, [...sandboxSwitches(), ...quietSwitches(), root, ...process.argv.slice(2)], {
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    // With RUN_AS_NODE, as some editors' terminals set it, there would be no window.
    env: toolEnvironment({ ELECTRON_RUN_AS_NODE: undefined }),
  });
});

function ensureDisplay() {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return;
  throw new Stop(
    [
      'there is no display here, so no window can open. What works instead:',
      '  npm run --silent sluice -- --help    the command line, which needs no display',
      '  xvfb-run -a npm start                the window on a display that only exists in memory',
      '                                       (Debian packages xvfb and xauth)',
      '  ssh -X … or a desktop session        then npm start again',
    ].join('\n'),
  );
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
