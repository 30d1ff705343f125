/** Where the window was, in device-independent pixels of the whole desktop. */
export interface WindowState {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

/** A rectangle of the desktop. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Below this the list cannot be read. */
export const MINIMUM = { width: 480, height: 360 } as const;
/** What a first window has. */
export const INITIAL = { width: 1080, height: 720 } as const;
/** Pixels of the title bar that must be on a screen, so that the window can be caught and moved. */
const GRIP = { width: 120, height: 32 } as const;

/**
 * Reads a stored state; `undefined` when it is not one, or when the screen it was on has gone.
 * @param screens the work areas there are now
 */
export function usableState(stored: unknown, screens: readonly Area[]): WindowState | undefined {
  if (!isState(stored)) return undefined;
  const screen = screens.find((area) => overlap(stored, area));
  if (screen === undefined) return undefined;
  const width = clamp(stored.width, MINIMUM.width, screen.width);
  return {
    // A window that became narrower may have left the screen.
    x: clamp(stored.x, screen.x + GRIP.width - width, screen.x + screen.width - GRIP.width),
    y: Math.max(stored.y, screen.y),
    width,
    height: clamp(stored.height, MINIMUM.height, screen.height),
    maximized: stored.maximized,
  };
}

function isState(value: unknown): value is WindowState {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height, maximized } = value as Partial<Record<keyof WindowState, unknown>>;
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && Number(size) > 0;
  const isPlace = Number.isSafeInteger(x) && Number.isSafeInteger(y);
  return isPlace && isSize(width) && isSize(height) && typeof maximized === 'boolean';
}

/** Whether enough of the title bar lies in the area. */
function overlap(state: WindowState, area: Area): boolean {
  const width = Math.min(state.x + state.width, area.x + area.width) - Math.max(state.x, area.x);
  const inside = state.y + GRIP.height > area.y && state.y + GRIP.height <= area.y + area.height;
  return inside && width >= Math.min(GRIP.width, state.width);
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, Math.max(least, most)));
}
