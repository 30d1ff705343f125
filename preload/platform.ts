import type { Bridge } from '../contract/bridge.ts';

/** What the page needs to know for shortcuts and wording; other Unix systems behave like Linux. */
export const platform: Bridge['platform'] = platformOf(navigator.userAgent);

function platformOf(userAgent: string): Bridge['platform'] {
  if (userAgent.includes('Windows')) return 'win32';
  return userAgent.includes('Macintosh') ? 'darwin' : 'linux';
}
