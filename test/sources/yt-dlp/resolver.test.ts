import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { YtDlpResolver } from '../../../engine/sources/yt-dlp/resolver.ts';
import { testFolder } from '../../files/folder.ts';
import { access, answering, ask, askList, fakeYtDlp } from './program.ts';

const video = {
  _type: 'video',
  id: '1',
  title: 'A video',
  webpage_url: 'https://example.com/watch/1',
  extractor_key: 'Example',
  formats: [{ format_id: '18', url: 'https://cdn.example/18', protocol: 'https', ext: 'mp4' }],
};

/** A program that writes down how it was called, and answers. */
async function writingDown(): Promise<{ program: string; read(name: string): Promise<string> }> {
  const folder = await testFolder();
  const program = await fakeYtDlp(
    [
      `printf '%s\\n' "$@" > ${folder}/args`,
      `env > ${folder}/environment`,
      `cat > ${folder}/input`,
      'cookies=; for word; do [ "$before" = --cookies ] && cookies="$word"; before="$word"; done',
      `if [ -n "$cookies" ]; then stat -c %a "$cookies" > ${folder}/mode; cp "$cookies" ${folder}/cookies; echo "$cookies" > ${folder}/path; echo more >> "$cookies"; fi`,
      `echo '${JSON.stringify(video)}'`,
    ].join('\n'),
  );
  return { program, read: async (name) => (await readFile(join(folder, name), 'utf8')).trimEnd() };
}

describe('a link', () => {
  test('stands behind `--`, whatever it looks like to a shell', async () => {
    const { program, read } = await writingDown();
    const url = "https://example.com/watch/$(touch$IFS'x');`id`?a='b'&c=%22--exec";
    await ask(program, { url });
    expect((await read('args')).split('\n').slice(-2)).toEqual(['--', url]);
  });

  test('that begins with `-` or is no link of the web is not asked for', () => {
    const resolver = new YtDlpResolver(access(), '', () => {});
    for (const url of ['--exec=id', '-J', 'ytsearch:cats', 'file:///etc/passwd', 'https:', '']) {
      expect(resolver.claims(url)).toBe(false);
    }
    expect(resolver.claims('https://example.com/watch/1')).toBe(true);
  });

  test.each(['--exec=id', 'ytsearch:cats', 'file:///etc/passwd'])('%s never reaches the program', async (url) => {
    const program = await fakeYtDlp('exit 9');
    await expect(ask(program, { url })).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('secrets', () => {
  test('are in no argument and no variable', async () => {
    const { program, read } = await writingDown();
    await ask(program, {
      proxy: 'http://me:swordfish@127.0.0.1:9',
      auth: { user: 'someone', password: 'sesame' },
      headers: [
        { name: 'Authorization', value: 'Bearer verysecret' },
        { name: 'Accept-Language', value: 'de' },
      ],
    });
    const seen = `${await read('args')}\n${await read('environment')}`;
    expect(seen).not.toMatch(/swordfish|sesame|verysecret/);
    const input = await read('input');
    expect(input).toContain('swordfish');
    expect(input).toContain('sesame');
    expect(input).toContain("'Accept-Language:de'");
    expect(input).not.toContain('verysecret');
  });

  test('of a cookie file are in a copy for this user alone, which is deleted', async () => {
    const { program, read } = await writingDown();
    await ask(program, {
      cookies: '.example.com\tTRUE\t/\tTRUE\t0\tsession\tverysecret',
      headers: [{ name: 'Cookie', value: 'other=alsosecret' }],
    });
    expect(await read('mode')).toBe('600');
    expect(await read('cookies')).toBe(
      '# Netscape HTTP Cookie File\n.example.com\tTRUE\t/\tTRUE\t0\tsession\tverysecret\nexample.com\tFALSE\t/\tTRUE\t0\tother\talsosecret',
    );
    expect(existsSync(await read('path'))).toBe(false);
    expect(`${await read('args')}\n${await read('environment')}\n${await read('input')}`).not.toMatch(/secret/);
  });

  test('are not in what is told of a failure', async () => {
    const said =
      'ERROR: cannot reach http://me:swordfish@127.0.0.1:9 with abcdefgh12345 as sesame, nor https://a.example/?token=xyz';
    const failing = ask(await fakeYtDlp(`echo '${said}' >&2; exit 1`), {
      proxy: 'http://me:swordfish@127.0.0.1:9',
      auth: { user: 'someone', password: 'sesame' },
      cookies: '.example.com\tTRUE\t/\tTRUE\t0\tsession\tabcdefgh12345',
    });
    const detail = await failing.catch((error) => error.detail);
    expect(detail).toContain('ERROR: cannot reach');
    expect(detail).not.toMatch(/swordfish|sesame|abcdefgh12345|xyz/);
  });
});

describe('an answer', () => {
  test('says which version it is of', async () => {
    const found = await ask(await answering(video));
    expect(found.answeredBy).toEqual({ resolver: 'yt-dlp', version: '2026.10.26', client: null });
    expect(found).toMatchObject({ site: 'Example', id: '1', title: 'A video', url: 'https://example.com/watch/1' });
  });

  test.each([
    ['that is nothing', '', 'extractor-outdated'],
    ['that is no JSON', '<html>', 'extractor-outdated'],
    ['that is half of one', '{"id": "1", "formats": [', 'extractor-outdated'],
    ['that is no object', '[1, 2]', 'extractor-outdated'],
    ['of another kind', '{"_type": "mystery"}', 'extractor-outdated'],
    ['without any format', '{"id": "1", "formats": []}', 'no-stream'],
    ['of the wrong types all over', '{"id": 1, "title": [], "formats": {"a": 1}, "subtitles": 7}', 'no-stream'],
  ])('%s is a failure', async (_, text, code) => {
    await expect(ask(await answering(text))).rejects.toMatchObject({ code });
  });

  test('that never comes because of a crash is one of an extractor that is out of date', async () => {
    const crash = 'Traceback (most recent call last):\n  File "x.py", line 1\nKeyError: secret';
    const program = await fakeYtDlp(`echo '${crash}' >&2; exit 1`);
    await expect(ask(program)).rejects.toMatchObject({ code: 'extractor-outdated' });
  });

  test('that never comes because somebody ended the program is not', async () => {
    await expect(ask(await fakeYtDlp('kill -9 $$'))).rejects.toMatchObject({ code: 'internal' });
  });

  test('is told by what was complained of', async () => {
    const said = 'WARNING: x\nERROR: [youtube] abc: Private video. Sign in if you have been granted access';
    const failure = {
      code: 'video-private',
      detail: expect.stringContaining('yt-dlp 2026.10.26: ERROR: [youtube] abc'),
    };
    await expect(ask(await answering('', said))).rejects.toMatchObject(failure);
  });
});

test('a live video of YouTube is there also when its manifest is not', async () => {
  const formats = [{ format_id: '95', url: 'https://a.example/95.m3u8', protocol: 'm3u8_native', ext: 'mp4' }];
  const live = await answering({ ...video, extractor_key: 'Youtube', live_status: 'is_live', formats });
  const dash = { ...formats[0], protocol: 'http_dash_segments', manifest_url: 'https://a.example/live.mpd' };
  const whole = await answering({ ...video, extractor_key: 'Youtube', live_status: 'is_live', formats: [dash] });
  const asking = (then: string) =>
    fakeYtDlp(`for word; do [ "$word" = youtube:formats=incomplete ] && ${then}; done; exec ${live} "$@"`);
  const hls = { url: 'https://a.example/95.m3u8' };
  expect(await ask(await asking('exit 1'))).toMatchObject({ live: 'live', hls, dash: null });
  expect(await ask(await asking(`exec ${whole} "$@"`))).toMatchObject({
    hls,
    dash: { url: 'https://a.example/live.mpd' },
  });
});

describe('of a list', () => {
  const entry = (at: number) => ({
    _type: 'url',
    id: `v${at}`,
    url: `https://example.com/watch/${at}`,
    title: `${at}`,
  });
  const list = (from: number, to: number, parts = {}) => ({
    _type: 'playlist',
    id: 'l',
    title: 'A list',
    extractor_key: 'ExampleList',
    webpage_url: 'https://example.com/list/1',
    playlist_count: 300,
    entries: Array.from({ length: to - from + 1 }, (_, at) => entry(from + at)),
    requested_entries: Array.from({ length: to - from + 1 }, (_, at) => from + at),
    ...parts,
  });

  test('the pages follow one another to the end', async () => {
    const pages = [list(1, 101), list(101, 201), list(201, 300)];
    const numbers: number[] = [];
    let next: string | null = null;
    for (const page of pages) {
      const found = await askList(await answering(page), next);
      expect(found).toMatchObject({ kind: 'list', title: 'A list', count: 300, site: 'ExampleList' });
      numbers.push(...found.entries.map(({ number }) => number));
      next = found.next;
    }
    expect(next).toBe(null);
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, at) => at + 1));
  });

  test('the page that is asked for is the one that was named', async () => {
    const { program, read } = await writingDown();
    for (const [next, items] of [
      [null, '1:101'],
      ['101', '101:201'],
      ['201', '201:401'],
      ['5001', '5001:7001'],
    ] as const) {
      await askList(program, next);
      expect(await read('args')).toContain(`--yes-playlist\n--playlist-items\n${items}\n`);
    }
    for (const next of ['0', '-1', '1;2', '1:99999', '٣', '999999999'])
      await expect(askList(program, next)).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('a video is the only entry when there is no list', async () => {
    expect(await askList(await answering(video))).toMatchObject({
      kind: 'list',
      count: 1,
      next: null,
      entries: [{ number: 1, url: 'https://example.com/watch/1', title: 'A video' }],
    });
  });

  test('asked for as a video, that is said', async () => {
    await expect(ask(await answering(list(1, 2)))).rejects.toMatchObject({ code: 'is-list' });
    await expect(ask(await answering(list(1, 1)))).rejects.toMatchObject({ code: 'is-list' });
    const empty = list(1, 0, { playlist_count: 0 });
    await expect(ask(await answering(empty))).rejects.toMatchObject({ code: 'no-stream' });
  });

  test('the only video it holds is what is meant, if it is there already or has to be asked for', async () => {
    const whole = list(1, 0, { playlist_count: 1, entries: [video] });
    expect(await ask(await answering(whole))).toMatchObject({ kind: 'video', title: 'A video' });
    const first = await answering(list(7, 7, { playlist_count: 1 }));
    const second = await answering(video);
    const program = await fakeYtDlp(`case "$last" in */watch/7) exec ${second} "$@";; *) exec ${first} "$@";; esac`);
    expect(await ask(program, { url: 'https://example.com/post/1' })).toMatchObject({ title: 'A video' });
    await expect(ask(await answering(list(7, 7, { playlist_count: 1 })))).rejects.toMatchObject({ code: 'is-list' });
  });
});
