import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { type Home, newHome } from './sluice.ts';

const link = (query: string): string => `http://fixture/live.m3u8?title=Show&${query}`;

/** A recording that was paused, perhaps with something stored. */
async function paused(query: string, shown: RegExp): Promise<{ home: Home; id: string }> {
  const home = newHome();
  const running = home.start(['record', '--json', '--wait', link(query)], { scripted: true });
  await running.until(shown);
  const [id = ''] = (await home.run(['list'])).stdout.split('\t');
  await home.run(['pause', id]);
  await running.ended;
  return { home, id };
}

const stateOf = async (home: Home): Promise<string | undefined> => (await home.run(['list'])).stdout.split('\t')[1];

test('on a terminal it asks before what is recorded is deleted; nothing said means no', async () => {
  const { home, id } = await paused('hold=5', /"live":\{"length":5/);
  for (const said of ['\r', 'n\r']) {
    const asking = home.start(['cancel', id], { terminal: 160 });
    await asking.until(/A recording would lose [^\n]*\[y\]es, \[n\]o:/);
    asking.type(said);
    const { code, stdout } = await asking.ended;
    expect(code).toBe(0);
    expect(stripVTControlCharacters(stdout)).toContain('Nothing was canceled.');
    expect(await stateOf(home)).toBe('paused');
  }
  const asking = home.start(['cancel', '--all'], { terminal: 160 });
  await asking.until(/\[y\]es, \[n\]o:/);
  asking.type('y\r');
  expect((await asking.ended).code).toBe(0);
  expect(await stateOf(home)).toBe('canceled');
});

test('--yes answers, and without a terminal nobody is asked', async () => {
  const first = await paused('hold=5', /"live":\{"length":5/);
  const { code, stdout } = await first.home.run(['cancel', '--yes', first.id], { terminal: 160 });
  expect({ code, stdout: stripVTControlCharacters(stdout) }).toEqual({ code: 0, stdout: 'canceled 1 task\r\n' });
  const second = await paused('hold=5', /"live":\{"length":5/);
  expect(await second.home.run(['cancel', '--all'])).toMatchObject({ code: 0, stdout: 'canceled 1 task\n' });
});

test('a recording that has nothing is canceled without a question', async () => {
  const { home, id } = await paused('not-live', /"event":"waiting"/);
  const { code, stdout } = await home.run(['cancel', id], { terminal: 160 });
  expect({ code, stdout: stripVTControlCharacters(stdout) }).toEqual({ code: 0, stdout: 'canceled 1 task\r\n' });
});
