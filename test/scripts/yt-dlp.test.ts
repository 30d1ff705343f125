import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Machine, scripts } from './machine.ts';

const fetching = `
  const { ensureYtDlp } = await import('${scripts}setup/yt-dlp.mjs');
  const { main } = await import('${scripts}setup/say.mjs');
  await main(async () => {
    process.stderr.write('got ' + (await ensureYtDlp()) + '\\n');
    return 0;
  });
`;

/** A machine with a mirror, of whose packages some run with its Python. */
function machineWith({ runs }: { readonly runs: string }): Machine {
  const machine = new Machine();
  for (const name of ['dirname', 'readlink', 'grep', 'mkdir']) machine.put(name, `exec /usr/bin/${name} "$@"`);
  machine.put(
    'apt-get',
    `echo "$*" >>'${machine.folder}/apt-get.log'
case "$*" in
indextargets*) echo http://mirror.test/debian/; echo http://mirror.test/debian-security/;;
*download*) grep -o 'debian/ [a-z-]* main' "$(dirname "$2")/sources.list" >yt-dlp_1_all.deb;;
esac`,
  );
  machine.put(
    'dpkg-deb',
    'mkdir -p "$3/usr/bin" "$3/usr/lib/python3/dist-packages"; while read line; do echo "$line"; done <"$2" >"$3/usr/bin/yt-dlp"',
  );
  machine.put('python3', `grep -q ' ${runs} ' "$1" && echo 2026.10.26`);
  return machine;
}

function run(machine: Machine): Promise<{ readonly code: number; readonly stderr: string }> {
  return machine.run(fetching, 1000, { env: { XDG_CACHE_HOME: machine.folder } });
}

/** What lies in the cache. */
function cached(machine: Machine): string[] {
  return readdirSync(join(machine.folder, 'sluice'));
}

test('the newest yt-dlp that runs is taken, from the own mirror, with settings of its own; the next time it is there', async () => {
  const machine = machineWith({ runs: 'stable-backports' });
  const program = join(machine.folder, 'sluice', 'yt-dlp', 'yt-dlp');
  expect(await run(machine)).toMatchObject({ code: 0, stderr: expect.stringContaining(`got ${program}\n`) });
  const first = machine.asked;
  expect(first.filter((line) => line.includes('download'))).toHaveLength(3);
  expect(first.filter((line) => !line.startsWith('indextargets') && !/^-c \S+apt\.conf /.test(line))).toEqual([]);
  expect(cached(machine).sort()).toEqual(['locks', 'yt-dlp']);
  expect(await run(machine)).toEqual({ code: 0, stderr: `got ${program}\n` });
  expect(machine.asked).toEqual(first);
});

test('without one that runs, and without a mirror, it says so and leaves nothing', async () => {
  const machine = machineWith({ runs: 'none' });
  expect(await run(machine)).toMatchObject({
    code: 69,
    stderr: expect.stringMatching(/yt-dlp could not be fetched: stable: it does not run with the Python/),
  });
  expect(cached(machine)).toEqual(['locks']);
  const bare = new Machine();
  expect(await run(bare)).toMatchObject({ code: 69, stderr: expect.stringContaining('has no Debian mirror') });
  expect(existsSync(join(bare.folder, 'sluice', 'yt-dlp'))).toBe(false);
});
