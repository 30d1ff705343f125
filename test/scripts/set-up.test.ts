import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Machine, scripts } from './machine.ts';

/** A script that needs two programs and the libraries of a third. */
const needing = `
  const { ensureDebian, electronLibraries } = await import('${scripts}setup/debian.mjs');
  const { main } = await import('${scripts}setup/say.mjs');
  await main(async () => {
    await ensureDebian({
      programs: { 'no-such-a': 'pack-a', 'no-such-a2': 'pack-a', 'no-such-b': 'pack-b', 'apt-get': 'apt' },
      libraries: { of: '/bin/true', packages: [['libnewt64', 'libold'], ['libplain']] },
    });
    return 0;
  });
`;
const withoutLibraries = 'printf "\\tlibx.so.1 => not found\\n\\tliby.so => /lib/liby.so (0x0)\\n"';

test.each([
  ['with sudo', true, 'sudo '],
  ['without sudo', false, ''],
])('who is not root gets one command for everything, %s', async (_what, hasSudo, sudo) => {
  const machine = new Machine();
  machine.put('ldd', withoutLibraries);
  if (hasSudo) machine.put('sudo', 'exit 1');
  const { code, stderr } = await machine.run(needing, 1000);
  expect(code).toBe(77);
  expect(stderr).toBe(
    `sluice: missing: no-such-a, no-such-a2, no-such-b, libx.so.1. Run this once${hasSudo ? '' : ' as root'}, then try again:\n` +
      `  ${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends pack-a pack-b libold libplain\n`,
  );
  expect(machine.asked).toEqual([]);
});

test.each([
  ['the lists know the new name', 'apt-cache', '[ "$3" = libnewt64 ] && echo "Package: $3"', 'libnewt64'],
  ['the lists know the old name', 'apt-cache', '[ "$3" = libold ] && echo "Package: $3"', 'libold'],
  ['there are no lists, and what is installed has new names', 'dpkg-query', 'echo "libssl3t64 3.5"', 'libnewt64'],
])('names of libraries are those of the release: %s', async (_what, program, body, name) => {
  const machine = new Machine();
  machine.put('ldd', withoutLibraries);
  machine.put(program, body);
  expect((await machine.run(needing, 1000)).stderr).toContain(` pack-b ${name} libplain\n`);
});

test('root has everything installed in one go, and is told what is missing all the same', async () => {
  const machine = new Machine();
  machine.put('ldd', withoutLibraries);
  const { code, stderr } = await machine.run(needing, 0);
  expect(machine.asked).toEqual(['update -qq', 'install -y -qq --no-install-recommends pack-a pack-b libold libplain']);
  expect(code).toBe(69);
  expect(stderr).toContain('these are still missing: no-such-a, no-such-a2, no-such-b, libx.so.1');
});

test('npm test stops once, for its programs and for the libraries of Electron', async () => {
  const machine = new Machine();
  machine.put('ldd', withoutLibraries);
  machine.put('electron', '');
  const { code, stderr } = await machine.run('test.mjs', 1000, {
    args: ['no-such-test'],
    env: { ELECTRON_OVERRIDE_DIST_PATH: join(machine.folder, 'bin') },
  });
  expect(code).toBe(77);
  expect(stderr).toMatch(/apt-get install .* xvfb xauth ffmpeg .* libgtk-3-0 .* libdrm2 fonts-dejavu-core\n$/);
  expect(stderr.match(/apt-get install/g)).toHaveLength(1);
});

test('what is there is left alone', async () => {
  const machine = new Machine();
  for (const name of ['no-such-a', 'no-such-a2', 'no-such-b']) machine.put(name, '');
  expect(await machine.run(needing, 1000)).toEqual({ code: 0, stderr: '' });
});
