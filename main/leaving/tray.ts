import { Menu, nativeImage, Tray } from 'electron';

/** What a tray icon shows and does. */
export interface TrayOptions {
  /** absolute path of a picture */
  readonly icon: string;
  readonly labels: { readonly background: string; readonly show: string; readonly quit: string };
  readonly onShow: () => void;
  readonly onQuit: () => void;
}

/** Pixels of the picture's sides: what the platforms' bars are made for. */
const size = process.platform === 'linux' ? 22 : 16;

/** Puts an icon into the platform's tray, where there is one; the result takes it away. macOS has the dock instead. */
export function showTray({ icon, labels, onShow, onQuit }: TrayOptions): () => void {
  if (process.platform === 'darwin') return () => undefined;
  const tray = new Tray(nativeImage.createFromPath(icon).resize({ width: size, height: size }));
  tray.setToolTip(labels.background);
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: labels.show, click: onShow },
      { type: 'separator' },
      { label: labels.quit, click: onQuit },
    ]),
  );
  tray.on('click', onShow);
  return () => tray.destroy();
}
