import { app, type Session, type WebContents } from 'electron';
import { MEDIA_SCHEME } from './media/media-address.ts';
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

/** Refuses what pages may ask the platform for, and any request but for the page's own files and, from that page, for media. */
export function confineSession(session: Session): void {
  session.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin));
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(details.isMainFrame && isAllowed(permission, details.requestingUrl)),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnRequest(details) }));
}

/** Writing plain text to the clipboard after a click ("copy link") and filling the screen with a video. */
const allowed: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

function isAllowed(permission: string, requester: string): boolean {
  return allowed.has(permission) && `${requester}/`.startsWith(`${APP_ORIGIN}/`);
}

/** Media is for the page alone, whoever else may one day share its session. */
function isOwnRequest({ url, frame }: Electron.OnBeforeRequestListenerDetails): boolean {
  if (url.startsWith(`${MEDIA_SCHEME}:`)) return frame?.url === APP_PAGE && frame.parent === null;
  return url.startsWith(`${APP_ORIGIN}/`) || url.startsWith('devtools://');
}
