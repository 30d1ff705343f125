import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StandIn, startStandIn } from '../stand-in/stand-in.ts';
import { eventsIn } from './events.ts';
import { newHome } from './sluice.ts';

/** The real engine, its built-in resolver and a site that looks like YouTube. */
let site: StandIn;
const folder = mkdtempSync(join(tmpdir(), 'sluice-cli-site-'));
beforeAll(async () => {
  site = await startStandIn(folder);
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

const list = 'https://www.youtube.com/playlist?list=PLsmallListOf5';
const through = () => ({ env: { HTTPS_PROXY: site.proxy, NODE_EXTRA_CA_CERTS: site.ca } });
const builtin = ['--resolver', 'builtin'];

test('what can be had of a video is shown, and who answered', async () => {
  const { code, stdout } = await newHome().run(['youtube', ...builtin, '-F', 'youtu.be/filmDirect1'], through());
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Bars and tone \(Stand-in, 0:30\)\n/);
  expect(stdout).toMatch(/^1080p +1080p, H\.264, \d+ kbit\/s AAC, .*mp4 +137\+140$/m);
  expect(stdout).toMatch(/^subtitles: en, ru; automatic: en$/m);
  expect(stdout).toMatch(/answered by the built-in resolver \d+\.\d+\.\d+ as VISIONOS\n$/);
});

test('a list becomes numbered files, and a second run passes over what is there', async () => {
  const home = newHome();
  const some = await home.run(['youtube', ...builtin, '-q', '-f', 'smallest', '--items', '2-3', list], through());
  expect(some.code).toBe(0);
  expect(readdirSync(home.downloads).map((name) => name.slice(0, 4))).toEqual(['002 ', '003 ']);
  const rest = await home.run(['youtube', ...builtin, '--json', '-f', 'smallest', list], through());
  expect(eventsIn(rest.stdout).at(-1)).toMatchObject({ completed: 3, skipped: 2, exitCode: 0 });
  expect(readdirSync(home.downloads)).toHaveLength(5);
});

test('what only another program can read says so', async () => {
  const { code, stderr } = await newHome().run(['youtube', ...builtin, 'https://youtu.be/sabrOnlyVid'], through());
  expect(code).toBe(8);
  expect(stderr).toContain('--resolver yt-dlp');
});
