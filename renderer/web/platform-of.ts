import type { Bridge } from '../../contract/bridge.ts';

/**
 * Whose keys are written in menus.
 *
 * @param name `navigator.platform`, as in `MacIntel`, `iPhone` or `Linux armv8l`
 */
export function platformOf(name: string): Bridge['platform'] {
  if (/^(Mac|iP)/.test(name)) return 'darwin';
  return /^Win/.test(name) ? 'win32' : 'linux';
}
