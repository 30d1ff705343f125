import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINIMUM, usableState } from '../../main/window-state.ts';

const screen = { x: 0, y: 24, width: 1920, height: 1056 };
const state = { x: 100, y: 100, width: 1000, height: 700, maximized: false };

describe('a remembered window', () => {
  test('comes back where it was', () => {
    expect(usableState(state, [screen])).toEqual(state);
    expect(usableState({ ...state, maximized: true }, [screen])?.maximized).toBe(true);
  });

  test('on a screen that has gone is forgotten', () => {
    expect(usableState({ ...state, x: 2500 }, [screen])).toBeUndefined();
    expect(usableState({ ...state, y: -400 }, [screen])).toBeUndefined();
    expect(usableState(state, [])).toBeUndefined();
  });

  test('is cut to a smaller screen', () => {
    const small = { x: 0, y: 0, width: 800, height: 600 };
    expect(usableState(state, [small])).toMatchObject({ width: 800, height: 600 });
  });

  test.each([undefined, null, 'text', {}, { ...state, x: 'a' }, { ...state, width: Number.NaN }, { ...state, y: 1.5 }])(
    'is forgotten when what was stored is %j',
    (stored) => {
      expect(usableState(stored, [screen])).toBeUndefined();
    },
  );

  test('is never smaller than the list needs, and its title bar can be reached', () => {
    const number = fc.integer({ min: -5000, max: 5000 });
    const any = fc.record({ x: number, y: number, width: number, height: number, maximized: fc.boolean() });
    fc.assert(
      fc.property(any, (stored) => {
        const usable = usableState(stored, [screen]);
        if (usable === undefined) return;
        expect(usable.width).toBeGreaterThanOrEqual(MINIMUM.width);
        expect(usable.height).toBeGreaterThanOrEqual(MINIMUM.height);
        expect(usable.x).toBeLessThan(screen.x + screen.width);
        expect(usable.x + usable.width).toBeGreaterThan(screen.x);
        expect(usable.y).toBeGreaterThanOrEqual(screen.y);
        expect(usable.y).toBeLessThan(screen.y + screen.height);
      }),
    );
  });
});
