import type { Bridge } from '../contract/bridge.ts';

declare global {
  interface Window {
    readonly sluice?: Bridge;
  }
}

/** How the page reaches the engine: by the bridge of the desktop, or over HTTP (`web/web-transport.ts`). */
export type Transport = Bridge;

/** The transport of the desktop, put there by the preload; `undefined` when the page was opened in a browser. */
export function desktopTransport(): Transport | undefined {
  return window.sluice;
}
