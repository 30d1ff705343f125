import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HttpClient } from '../../../engine/net/client.ts';
import { testFolder } from '../../files/folder.ts';
import { startHttpProxy } from '../../servers/http-proxy.ts';
import { ask, fakeYtDlp } from './program.ts';

let asked = 0;
const inside = createServer((_, response) => {
  asked += 1;
  response.end('secret');
});
const port = (): number => (inside.address() as AddressInfo).port;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    inside.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(() => void inside.close());

/** Lines of the shell: the proxy it is told by its standard input, as yt-dlp reads it. */
const readProxy = `proxy=$(sed -n "s/^'--proxy' '\\(.*\\)'$/\\1/p")`;

test('where only public addresses may be reached, yt-dlp goes through a proxy that is bound by that', async () => {
  const folder = await testFolder();
  const program = await fakeYtDlp(`
tr '\\0' '\\n' < /proc/$$/cmdline > '${folder}/seen'
tr '\\0' '\\n' < /proc/$$/environ >> '${folder}/seen'
${readProxy}
echo "$proxy" > '${folder}/proxy'
curl -sS -o /dev/null -x "$proxy" http://127.0.0.1:${port()}/ -w '%{http_code} ' > '${folder}/codes'
curl -sS -o /dev/null http://127.0.0.1:${port()}/ -w '%{http_code} ' >> '${folder}/codes'
echo 'ERROR: Unable to download webpage, it says '"$proxy" >&2
exit 1`);
  const client = new HttpClient({}, 'public');
  await expect(ask(program, { client })).rejects.toMatchObject({ code: 'private-address', retryable: false });
  expect(asked).toBe(0);
  // what does not know the option knows the environment, and is let through nowhere
  expect(await readFile(join(folder, 'codes'), 'utf8')).toBe('403 407 ');
  const { password, port: own, protocol, hostname } = new URL((await readFile(join(folder, 'proxy'), 'utf8')).trim());
  expect([protocol, hostname, password.length > 40]).toEqual(['http:', '127.0.0.1', true]);
  const seen = await readFile(join(folder, 'seen'), 'utf8');
  expect(seen).toContain(`http_proxy=http://127.0.0.1:${own}`);
  expect(seen).not.toContain(password);
  await expect(fetch(`http://127.0.0.1:${own}/`)).rejects.toThrow();
});

test('a complaint does not tell the secret of that proxy, and other failures are told as ever', async () => {
  const program = await fakeYtDlp(`${readProxy}
echo "ERROR: HTTP Error 404: Not Found by \${proxy#http://}" >&2
exit 1`);
  const client = new HttpClient({}, 'public');
  const failure = await ask(program, { client }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'not-found', detail: expect.stringMatching(/by sluice:\*{3}@127\.0\.0\.1/u) });
});

test("the user's own proxy lies behind it, and its password is not told to yt-dlp", async () => {
  const folder = await testFolder();
  await using proxy = await startHttpProxy({ auth: { user: 'me', password: 'swordfish' }, resolve: port });
  const program = await fakeYtDlp(`
cat > '${folder}/input'
${readProxy.replace('sed', `< '${folder}/input' sed`)}
curl -sS -o /dev/null -x "$proxy" http://site.invalid/ >&2
exit 1`);
  const own = proxy.url.replace('//', '//me:swordfish@');
  const client = new HttpClient({}, 'public');
  await expect(ask(program, { client, proxy: own })).rejects.toMatchObject({ code: 'extractor-outdated' });
  expect(proxy.requests).toMatchObject([{ target: 'http://site.invalid/', allowed: true }]);
  expect(await readFile(join(folder, 'input'), 'utf8')).not.toContain('swordfish');
});
