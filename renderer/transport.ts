import type { Bridge } from '../contract/bridge.ts';

declare global {
  interface Window {
    readonly sluice?: Bridge;
  }
}

/** How the window reaches the engine. */
export type Transport = Bridge;

/** The transport of the desktop, put there by the preload; `undefined` when the page was opened somewhere else. */
export function desktopTransport(): Transport | undefined {
  return window.sluice;
}
