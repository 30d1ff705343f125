import { expect, test } from 'vitest';
import { ask, reaches, testEngine, testFolder, until } from './home.ts';

test.each(['rtsp', 'rtmp', 'srt'])('%s:// is refused with a sentence about it, pasted or added', async (scheme) => {
  const engine = await testEngine(testFolder());
  const url = `${scheme}://camera.example:554/live`;
  const problem = {
    code: 'unsupported',
    detail: expect.stringContaining(`${scheme}:// streams cannot be recorded yet, only HLS, DASH`),
  };
  const { refused } = await ask(engine, 'tasks.add', { tasks: [{ url, recording: {} }, { url }] });
  expect(refused.map(({ error }) => error)).toEqual([
    expect.objectContaining(problem),
    expect.objectContaining(problem),
  ]);
  expect((await ask(engine, 'links.recognise', { text: url })).links[0]?.problem).toMatchObject(problem);
});

test.each([
  ['no-stream', 'waits'],
  ['not-live', 'waits'],
  ['source-unavailable', 'waits'],
  ['unsupported', 'fails'],
  ['protected', 'fails'],
  ['finished-file', 'fails'],
])('asked to wait, a recording that finds %s %s', async (code, what) => {
  const engine = await testEngine(testFolder());
  const { added } = await ask(engine, 'tasks.add', {
    tasks: [{ url: `http://fixture/page?${code}`, recording: { wait: true } }],
  });
  const id = added[0]?.id ?? '';
  if (what === 'fails') {
    expect((await reaches(engine, id, 'failed')).state).toMatchObject({ error: { code } });
    return;
  }
  const waiting = await until(async () => {
    const { state } = (await ask(engine, 'tasks.show', { id })).task;
    if (state.name === 'failed') throw new Error('it does not wait');
    return state.name === 'queued' && state.waiting !== null ? state.waiting : undefined;
  }, 'the wait');
  expect(waiting).toMatchObject({ why: 'live', error: { code } });
  if (waiting.why === 'live') expect(waiting.until - Date.now()).toBeLessThanOrEqual(20_000);
});

test('a text of many links holds up nobody else', async () => {
  const engine = await testEngine(testFolder(), { only: 'none' });
  const text = Array.from({ length: 20_000 }, (_, index) => `http://x.example/${index}`).join('\n');
  let isOver = false;
  const asked = ask(engine, 'links.recognise', { text }).finally(() => {
    isOver = true;
  });
  let turns = 0;
  while (!isOver) {
    await new Promise(setImmediate);
    turns++;
  }
  expect(turns).toBeGreaterThan(20);
  expect((await asked).links.length).toBe(20_000);
});
