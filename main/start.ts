import { join } from 'node:path';
import { app, type BrowserWindow, session, shell } from 'electron';
import { LastingEngine } from '../engine/lasting.ts';
import { addLinks } from './add-links.ts';
import { DesktopApi } from './api/desktop-api.ts';
import { DesktopCalls } from './desktop-calls.ts';
import { desktopHost } from './host.ts';
import { openBridge } from './ipc.ts';
import { leavingActions } from './leaving/actions.ts';
import { Leaving } from './leaving/leaving.ts';
import { onPlatformEnd } from './leaving/platform-end.ts';
import { serveMedia } from './media/serve-media.ts';
import { setMenu } from './menu.ts';
import { labelsFor } from './menu-labels.ts';
import { confineSession } from './navigation.ts';
import { APP_ORIGIN } from './page-address.ts';
import { folders, parts } from './places.ts';
import { closeBeforeQuit } from './quit.ts';
import { serveFolder } from './scheme.ts';
import { followSettings } from './settings.ts';
import { openWindow } from './window.ts';

/** What the rest of the lifecycle can ask of the running desktop. */
export interface Desktop {
  /** brings the window to the front, opening it when it was closed */
  showWindow(): void;
  /** adds links and starts them; what cannot be added is logged */
  addLinks(links: readonly string[]): Promise<void>;
}

/** Puts the parts of the desktop together and opens the window. Electron must be ready. */
export function startDesktop(): Desktop {
  const host = desktopHost();
  const { log } = host;
  log.info('desktop starts', { version: app.getVersion(), electron: process.versions.electron });
  confineSession(session.defaultSession);
  serveFolder(session.defaultSession, parts.renderer);

  const engine = new LastingEngine(host);
  serveMedia(session.defaultSession, engine, APP_ORIGIN);
  let window: BrowserWindow | undefined;
  const showWindow = (): void => {
    if (window === undefined) {
      window = openWindow({
        preload: parts.preload,
        stateFile: join(folders.data, 'window.json'),
        icon: parts.icon,
      });
      window.on('close', (event) => {
        // Without a window macOS goes on anyway.
        if (process.platform !== 'darwin' && !leaving.request('close')) event.preventDefault();
      });
      window.webContents.on('render-process-gone', () => leaving.asking.lose());
      window.once('closed', () => {
        leaving.asking.lose();
        window = undefined;
      });
      leaving.shown();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  let labels = labelsFor('system', app.getLocale());
  const leaving = new Leaving(
    leavingActions({ engine, icon: parts.icon, labels: () => labels, show: showWindow, close: () => window?.close() }),
  );
  const api = new DesktopApi({
    ...{ engine, log, data: folders.data, tokenFile: join(folders.data, 'api-token') },
    ...{ page: parts.renderer, version: app.getVersion() },
  });
  openBridge({ engine, desktop: new DesktopCalls({ engine, api, leaving, window: () => window }) });
  showWindow();

  followSettings(engine, ({ downloadFolder, language, apiOpen, apiPort }) => {
    void api.follow({ apiOpen, apiPort });
    labels = labelsFor(language, app.getLocale());
    setMenu(labels, {
      openDownloads: () => void shell.openPath(downloadFolder),
      openLogs: () => void shell.openPath(folders.logs),
    });
  });
  app.on('before-quit', (event) => {
    if (!leaving.request('quit')) event.preventDefault();
  });
  onPlatformEnd(() => leaving.end());
  closeBeforeQuit([api, engine], log);
  app.on('activate', showWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !leaving.isInBackground) app.quit();
  });
  return { showWindow, addLinks: (links) => addLinks(engine, links, log) };
}
