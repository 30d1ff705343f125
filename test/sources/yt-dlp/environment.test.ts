import { expect, test } from 'vitest';
import { environmentFor } from '../../../engine/sources/yt-dlp/environment.ts';

const own = {
  PATH: '/bin',
  HOME: '/home/me',
  SSL_CERT_FILE: '/ca.pem',
  PYTHONPATH: '/evil',
  PYTHONINSPECT: '1',
  NODE_OPTIONS: '--require /evil',
  YTDLP_PLUGINS: 'x',
  SLUICE_SECRET: 'x',
  https_proxy: 'http://proxy.example',
  NO_PROXY: 'localhost',
  nothing: undefined,
};

const said = {
  LC_ALL: 'C.UTF-8',
  PYTHONIOENCODING: 'utf-8',
  PYTHONUTF8: '1',
  YTDLP_NO_PLUGINS: '1',
  NoDefaultCurrentDirectoryInExePath: '1',
};
const kept = { PATH: '/bin', HOME: '/home/me', SSL_CERT_FILE: '/ca.pem' };

test('what would change how yt-dlp works does not reach it', () => {
  expect(environmentFor(own, 'direct')).toEqual({ ...kept, ...said });
  expect(environmentFor(own, 'http://other.example')).toEqual({ ...kept, ...said });
});

test('proxies of the environment reach it where the environment is to decide', () => {
  const proxies = { https_proxy: 'http://proxy.example', NO_PROXY: 'localhost' };
  expect(environmentFor(own, 'environment')).toEqual({ ...kept, ...proxies, ...said });
});

test('where everything has to go through a proxy the environment says so too, and nothing is exempt', () => {
  const bound = 'http://127.0.0.1:4711';
  const through = { http_proxy: bound, https_proxy: bound, all_proxy: bound };
  for (const proxy of ['direct', 'environment', 'http://other.example'])
    expect(environmentFor(own, proxy, bound)).toEqual({ ...kept, ...through, ...said });
});

test('programs in the current folder are not found', () => {
  expect(environmentFor({ PATH: '/bin:.::bin:/usr/bin' }, 'direct')['PATH']).toBe('/bin:/usr/bin');
});
