import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exits } from '../../cli/exit.ts';
import { errorHelp } from '../../contract/errors.ts';
import { startServing } from './serving.ts';
import { newHome } from './sluice.ts';

/** Signs in by a link, as the page does; the answer. */
function follow(link: string): Promise<Response> {
  const { origin, hash } = new URL(link);
  return fetch(`${origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: new URLSearchParams(hash.slice(1)).get('code') }),
  });
}

const recordsIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('server-'));

test('it says where the page is and how to get in, and serves until it is told to end', async () => {
  const home = newHome();
  const data = join(home.folder, 'data');
  const running = home.start(['serve', '--port', '0']);
  await running.until(/\n {2}work .*\n/);
  const said = running.output();
  const address = /^Sluice is served at (http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(said)?.[1] ?? '';
  const [, link = ''] = /^ {2}sign in {2}(\S+)$/m.exec(said) ?? [];
  expect(said).toContain(`\n  token    ${join(data, 'api-token')}\n`);
  expect(said).toContain(`\n  files    ${home.downloads}\n`);
  expect(said).toContain('\n  work     done here\n');
  expect(statSync(join(data, 'api-token')).mode & 0o777).toBe(0o600);
  expect((await follow(link)).status).toBe(204);
  expect((await follow(link)).status).toBe(401);

  const port = new URL(address).port;
  const [again, more] = await Promise.all([home.run(['serve', '--port', port]), home.run(['serve', '--link'])]);
  expect(again).toEqual({
    code: exits.busy.code,
    stdout: '',
    stderr: expect.stringMatching(`^sluice: .* served already, at ${address}\n.*sluice serve --link`),
  });
  expect(more).toEqual({ code: 0, stdout: expect.stringMatching(`^${address}#code=\\S+\n$`), stderr: '' });
  expect(more.stdout.trim()).not.toBe(link);
  expect((await follow(more.stdout)).status).toBe(204);
  expect(statSync(join(data, `server-${port}.json`)).mode & 0o777).toBe(0o600);

  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
  await expect(fetch(address)).rejects.toThrow();
  expect(recordsIn(data)).toEqual([]);
  expect(existsSync(join(data, 'instance.json'))).toBe(false);
});

test('folders, names and token are those that were asked for; who listens for others is warned', async () => {
  const home = newHome();
  const [data, files, tokenFile] = ['d', 'f', 'secret'].map((name) => join(home.folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(tokenFile, '0123456789abcdef0123456789abcdef\n', { mode: 0o600 });
  const folders = ['--data', 'd', '--downloads', 'f'];
  const names = ['--name', 'nas.example', '--name', 'other.example'];
  const served = await startServing(home, [...folders, ...names, '--token-file', 'secret', '--host', '0.0.0.0']);
  const { port } = new URL(served.address);
  expect(served).toMatchObject({ address: `http://127.0.0.1:${port}/`, tokenFile, files, isOwn: true });
  const namedLink = new RegExp(`^http://nas\\.example:${port}/#code=`);
  expect(served.link).toMatch(namedLink);
  expect(served.running.output()).toContain('without TLS');
  const settings = await served.ask('/api/v1/settings');
  expect(await settings.json()).toMatchObject({ downloadFolder: files });
  expect(readdirSync(data)).toContain('instance.json');
  expect(existsSync(join(home.folder, 'data'))).toBe(false);

  const elsewhere = { env: { SLUICE_DATA: data } };
  const [link, value, other] = await Promise.all([
    home.run(['serve', '--link', '--data', data]),
    home.run(['settings', 'get', 'download-folder'], elsewhere),
    home.run(['serve', '--port', '0', '--data', data, '--downloads', 'g'], elsewhere),
  ]);
  expect(link.stdout).toMatch(namedLink);
  expect(value.stdout).toBe(`${files}\n`);
  expect(other).toMatchObject({ code: exits.conflict.code, stderr: expect.stringContaining(files) });
});

test('what has the port of a server that was killed is not sent the token', async () => {
  const home = newHome();
  const served = await startServing(home);
  const { port } = new URL(served.address);
  served.running.child.kill('SIGKILL');
  await served.running.ended;
  expect(recordsIn(join(home.folder, 'data'))).toEqual([`server-${port}.json`]);
  const asked: string[] = [];
  const stranger = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => stranger.listen(Number(port), '127.0.0.1', resolve));
  onTestFinished(() => void stranger.close());
  const [link, again] = await Promise.all([home.run(['serve', '--link']), home.run(['serve', '--port', port])]);
  expect(link).toMatchObject({ code: exits.refused.code, stdout: '', stderr: expect.stringContaining('sluice serve') });
  expect(again).toMatchObject({ code: exits.busy.code, stderr: expect.stringContaining(errorHelp['address-in-use']) });
  expect(asked).toEqual([]);
});

test('what cannot be served is told in a sentence, and the work is put down again', async () => {
  const home = newHome();
  mkdirSync(join(home.folder, 'data'));
  writeFileSync(join(home.folder, 'data', 'api-token'), 'short\n', { mode: 0o600 });
  const token = await home.run(['serve', '--port', '0']);
  expect(token).toMatchObject({ code: exits.usage.code, stdout: '', stderr: expect.stringContaining('api-token') });
  expect(existsSync(join(home.folder, 'data', 'instance.json'))).toBe(false);
});
