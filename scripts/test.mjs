// npm test: all the set-up that is missing, every check, every test. With arguments (`npm test -- test/files`): only the
// tests whose path holds one of them, without the checks.
import { mkdir, rm } from 'node:fs/promises';
import { runChecks } from './checks/run.mjs';
import { makeTestMedia, results, runAllTests, runTests } from './checks/tests.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { electronLibraries, ensureDebian } from './setup/debian.mjs';
import { electronProgram, ensureElectron } from './setup/electron.mjs';
import { toolEnvironment } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { exitCodes, main, say } from './setup/say.mjs';
import { ensureYtDlp } from './setup/yt-dlp.mjs';

/** Programs the tests use, and the Debian package each comes in. */
const PROGRAMS = {
  Xvfb: 'xvfb',
  'xvfb-run': 'xvfb',
  xauth: 'xauth',
  ffmpeg: 'ffmpeg',
  ffprobe: 'ffmpeg',
  nginx: 'nginx-light',
  openssl: 'openssl',
  curl: 'curl',
  strace: 'strace',
  ip: 'iproute2',
  python3: 'python3',
  chromium: 'chromium',
};

await main(async () => {
  const only = process.argv.slice(2);
  await ensurePackages();
  const onLinux = process.platform === 'linux';
  const electron = await ensureElectron();
  await ensureDebian({
    programs: onLinux ? PROGRAMS : {},
    libraries: { of: electronProgram(electron), packages: electronLibraries },
  });
  const ytDlp = onLinux ? await ensureYtDlp() : undefined;

  const nothing = { passed: 0, failed: 0 };
  const [checks] = only.length > 0 ? [nothing] : await Promise.all([runChecks(), makeTestMedia()]);
  const built = await ensureBuilt().then(
    () => true,
    (error) => {
      say(error.message);
      return false;
    },
  );

  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });
  say('tests (vitest)');
  const environment = toolEnvironment({
    ELECTRON_OVERRIDE_DIST_PATH: electron,
    ELECTRON_RUN_AS_NODE: undefined,
    SLUICE_TEST_YT_DLP: ytDlp,
  });
  const tests = only.length > 0 ? await runTests(only, environment) : await runAllTests(environment);

  const passed = checks.passed + Number(built) + tests.passed;
  const failed = checks.failed + Number(!built) + tests.failed;
  for (const name of tests.skipped) say(`skipped: ${name}`);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : exitCodes.failed;
});
