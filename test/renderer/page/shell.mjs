// A main process that does nothing but show one window, for tests that bring their own page.
import { app, BrowserWindow } from 'electron';

app.on('window-all-closed', () => app.quit());
// Not awaited: Electron becomes ready only after this module has run.
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1000, height: 760, useContentSize: true });
  return window.loadURL('about:blank');
});
