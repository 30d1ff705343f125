import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { APP_PAGE } from './page-address.ts';
import { INITIAL, MINIMUM, usableState, type WindowState } from './window-state.ts';

/** What a window needs from outside. */
export interface WindowOptions {
  /** absolute path of the built preload */
  readonly preload: string;
  /** file in which size and position are kept */
  readonly stateFile: string;
  readonly icon: string | undefined;
}

/** Milliseconds after the last move or resize before the place is written down. */
const SETTLE_MS = 500;

/** Opens the window where it was last and shows it once its first frame is painted. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const state = usableState(readState(options.stateFile), areas);
  const window = new BrowserWindow({
    ...(state ?? INITIAL),
    minWidth: MINIMUM.width,
    minHeight: MINIMUM.height,
    show: false,
    title: 'Sluice',
    autoHideMenuBar: true,
    backgroundColor: background(),
    ...(options.icon === undefined ? {} : { icon: options.icon }),
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  window.once('ready-to-show', () => {
    if (state?.maximized === true) window.maximize();
    window.show();
  });
  // A page that says nothing must not leave a program without a window.
  window.webContents.once('did-fail-load', () => window.show());
  // Going to about:blank cannot be refused, only taken back.
  window.webContents.on('did-navigate', (_event, address) => {
    if (address !== APP_PAGE) showPage(window);
  });
  keepState(window, options.stateFile);
  const repaint = (): void => window.setBackgroundColor(background());
  nativeTheme.on('updated', repaint);
  window.once('closed', () => nativeTheme.off('updated', repaint));
  showPage(window);
  return window;
}

function showPage(window: BrowserWindow): void {
  // A failure is told by `did-fail-load`.
  window.loadURL(APP_PAGE).catch(() => undefined);
}

/** Shown before the page paints; the page's own colours are these too. */
function background(): string {
  return nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff';
}

function readState(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function keepState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed()) return;
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(`${file}.new`, JSON.stringify(state));
      renameSync(`${file}.new`, file);
    } catch {
      // The window then opens at its usual place: not worth a word.
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, SETTLE_MS);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('maximize', later);
  window.on('unmaximize', later);
  window.on('close', write);
}
