import { app, type Session, type WebContents } from 'electron';
import { APP_ORIGIN, APP_PAGE } from './page-address.ts';

/** Shuts every way out of the page, for each window and frame there will ever be: windows, navigation, embedded pages. */
export function confineContents(): void {
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    // Reloading the page itself is all that is left.
    if (!event.isMainFrame || event.url !== APP_PAGE) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
}

/** Refuses what pages may ask the platform for, and any request that is not for the page's own files. */
export function confineSession(session: Session): void {
  session.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin));
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(details.isMainFrame && isAllowed(permission, details.requestingUrl)),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnRequest(details.url) }));
}

/** Writing plain text to the clipboard after a click ("copy link") is the only thing the page may ask for. */
function isAllowed(permission: string, requester: string): boolean {
  return permission === 'clipboard-sanitized-write' && `${requester}/`.startsWith(`${APP_ORIGIN}/`);
}

function isOwnRequest(address: string): boolean {
  return address.startsWith(`${APP_ORIGIN}/`) || address.startsWith('devtools://');
}
