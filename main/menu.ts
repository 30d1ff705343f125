import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuLabels } from './menu-labels.ts';

/** What the items of our own do. */
export interface MenuActions {
  openDownloads(): void;
  openLogs(): void;
}

const isMac = process.platform === 'darwin';

/**
 * Sets the application's menu. The edit roles are what makes Ctrl+C and Ctrl+V work in text fields on macOS, so the menu
 * is there even where it is hidden.
 */
export function setMenu(labels: MenuLabels, actions: MenuActions): void {
  const bare = (label: string): string => (isMac ? label.replace('&', '') : label);
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: bare(labels.file),
      submenu: [
        { label: labels.openFolder, accelerator: 'CmdOrCtrl+Shift+O', click: () => actions.openDownloads() },
        { type: 'separator' },
        isMac ? { role: 'close', label: labels.close } : { role: 'quit', label: labels.quit, accelerator: 'Ctrl+Q' },
      ],
    },
    {
      label: bare(labels.edit),
      submenu: [
        { role: 'undo', label: labels.undo },
        { role: 'redo', label: labels.redo },
        { type: 'separator' },
        { role: 'cut', label: labels.cut },
        { role: 'copy', label: labels.copy },
        { role: 'paste', label: labels.paste },
        { role: 'selectAll', label: labels.selectAll },
      ],
    },
    {
      label: bare(labels.view),
      submenu: [
        { role: 'resetZoom', label: labels.zoomReset },
        { role: 'zoomIn', label: labels.zoomIn },
        { role: 'zoomOut', label: labels.zoomOut },
        { type: 'separator' },
        { role: 'togglefullscreen', label: labels.fullScreen },
      ],
    },
    {
      label: bare(labels.window),
      role: 'window',
      submenu: [
        { role: 'minimize', label: labels.minimize },
        ...(isMac ? [{ role: 'front' } as const] : [{ role: 'close', label: labels.close } as const]),
      ],
    },
    {
      label: bare(labels.help),
      role: 'help',
      submenu: [
        { label: labels.openLogs, click: () => actions.openLogs() },
        ...(isMac ? [] : [{ role: 'about', label: labels.about } as const]),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
