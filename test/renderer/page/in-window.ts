import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Stagehand, stagehand } from './open.ts';
import { type Served, serveWindow } from './serve.ts';

/** The window for the tests of a file: there from the first to the last, and after each with nothing in its console. */
export function inWindow(): Pick<Stagehand, 'open' | 'shoot'> {
  let served: Served | undefined;
  let hand: Stagehand | undefined;
  beforeAll(async () => {
    served = await serveWindow();
    hand = await stagehand(served);
  }, 180_000);
  afterAll(async () => {
    await hand?.close();
    await served?.close();
  });
  afterEach(() => {
    // a refusal of the content security policy is an error in the console
    expect(there().complaints).toEqual([]);
  });
  const there = (): Stagehand => {
    if (hand === undefined) throw new Error('the window is not there yet');
    return hand;
  };
  return { open: (...how) => there().open(...how), shoot: (name) => there().shoot(name) };
}
