import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { belowOf, pathBelow } from '../../renderer/preferences/subfolder.ts';
import { replyOf, unreachable } from '../../renderer/web/reply-of.ts';
import { requestFor } from '../../renderer/web/request.ts';

test('a call goes to its place, with the rest of its input in the query or the body', () => {
  expect(requestFor('tasks.show', { id: 'a/b' })).toEqual({ method: 'GET', address: '/api/v1/tasks/a%2Fb' });
  expect(requestFor('tasks.list', { limit: 5, states: ['queued', 'failed'], cursor: undefined })).toEqual({
    method: 'GET',
    address: '/api/v1/tasks?limit=5&states=queued&states=failed',
  });
  expect(requestFor('tasks.pause', { ids: ['a'] })).toEqual({
    method: 'POST',
    address: '/api/v1/tasks/pause',
    body: '{"ids":["a"]}',
  });
  expect(requestFor('webhooks.remove', { id: 'w' })).toEqual({ method: 'DELETE', address: '/api/v1/webhooks/w' });
});

test('an answer is a value or one of the failures', async () => {
  const of = (status: number, body: string | null) => replyOf(new Response(body, { status }));
  expect(await of(200, '{"seq":1}')).toEqual({ ok: true, value: { seq: 1 } });
  expect(await of(204, null)).toEqual({ ok: true, value: {} });
  const problem = JSON.stringify({ code: 'local-only', title: 'Only there.', status: 403, detail: 'proxy' });
  expect(await of(403, problem)).toEqual({
    ok: false,
    error: { code: 'local-only', message: 'Only there.', detail: 'proxy' },
  });
  // of a proxy, which knows nothing of problems
  expect(await of(502, '<h1>Bad Gateway</h1>')).toEqual({ ok: false, error: unreachable });
  expect(await of(401, '<h1>no</h1>')).toMatchObject({ ok: false, error: { code: 'sign-in' } });
  expect(await of(500, '')).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(await of(200, 'no JSON')).toMatchObject({ ok: false, error: { code: 'internal' } });
});

test('a folder inside the download folder is always inside it', () => {
  const part = fc.oneof(fc.constantFrom('..', '.', '', '/', '\\', 'C:', '~', ' .. '), fc.string());
  for (const [root, path] of [
    ['/srv/video', posix],
    ['C:\\Users\\mira\\Downloads', win32],
  ] as const) {
    fc.assert(
      fc.property(fc.array(part), fc.constantFrom('/', '\\'), (parts, separator) => {
        const whole = pathBelow(root, parts.join(separator));
        if (whole === null) return;
        const normal = path.normalize(whole);
        expect(normal === root || normal.startsWith(root + path.sep)).toBe(true);
      }),
    );
  }
  expect(pathBelow('/srv/video', 'films/new')).toBe('/srv/video/films/new');
  expect(pathBelow('C:\\Videos', 'films/new')).toBe('C:\\Videos\\films\\new');
  expect(belowOf('/srv/video', '/srv/video/films/new')).toBe('films/new');
  expect(belowOf('/srv/video', '/srv/video')).toBe('');
  expect(pathBelow('/srv/video', '/etc')).toBeNull();
});
