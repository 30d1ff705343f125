import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openEngine } from '../../engine/index.ts';
import { serve } from '../../engine/instance/serve.ts';
import { LastingEngine } from '../../engine/lasting.ts';
import { addOne, ask, testFolder, testHost, until } from './home.ts';

test('who begins to listen while the folder is taken over hears everything once, and nothing after the end', async () => {
  const folder = testFolder();
  const host = testHost(folder);
  const owner = await openEngine(host, { only: 'none' });
  const endServing = await serve(owner, host.paths, host.log);
  const engine = new LastingEngine(testHost(folder));
  onTestFinished(() => engine.close());
  await ask(engine, 'settings.get', {});
  expect(engine.isOwn).toBe(false);
  await endServing();
  const ears: { heard: number[]; end: () => void }[] = [];
  const listen = () => {
    const heard: number[] = [];
    ears.push({ heard, end: engine.subscribe(0, ({ seq }) => heard.push(seq)) });
  };
  listen();
  // it is answered once the folder is taken over, which cannot be before the owner ends
  const taken = ask(engine, 'tasks.list', { limit: 1 });
  for (let round = 0; round < 20; round++) {
    await wait(2);
    listen();
  }
  await owner.close();
  await taken;
  expect(engine.isOwn).toBe(true);
  const { id } = await addOne(engine, 'http://127.0.0.1:9/a', { start: 'paused' });
  const last = (await ask(engine, 'tasks.list', { limit: 1 })).seq;
  const isLevel = ({ heard }: { heard: number[] }) => (heard.at(-1) ?? 0) >= last;
  await until(() => ears.every(isLevel) || undefined, 'everybody has heard it');
  for (const { heard } of ears) expect(heard).toEqual([...new Set(heard)]);

  const before = ears.map(({ heard, end }) => {
    end();
    return [...heard];
  });
  let isHeard = false;
  onTestFinished(engine.subscribe(last, () => (isHeard = true)));
  await ask(engine, 'tasks.change', { ids: [id], priority: 3 });
  await until(() => isHeard || undefined, 'the change is told');
  expect(ears.map(({ heard }) => heard)).toEqual(before);
});
