// A main process that shows one window, for tests that bring their own page. Media comes from a folder the way the
// application serves it; the files of every recording are those named `part 1.mp4` and on.
import { join } from 'node:path';
import process from 'node:process';
import { app, BrowserWindow, protocol, session } from 'electron';
import { MEDIA_SCHEME } from '../../../main/media/media-address.ts';
import { serveMedia } from '../../../main/media/serve-media.ts';

const directory = process.env['SLUICE_TEST_MEDIA'] ?? '';
const artifacts = [1, 2, 3].map((part) => ({ path: join(directory, `part ${part}.mp4`) }));
const engine = {
  call: (_name, { id }) => Promise.resolve({ ok: true, value: { task: { kind: 'stream', id, directory }, artifacts } }),
};

const privileges = { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true };
protocol.registerSchemesAsPrivileged([{ scheme: MEDIA_SCHEME, privileges }]);
app.on('window-all-closed', () => app.quit());
// Not awaited: Electron becomes ready only after this module has run.
app.whenReady().then(() => {
  serveMedia(session.defaultSession, engine, '*');
  const window = new BrowserWindow({ width: 1000, height: 760, useContentSize: true });
  return window.loadURL('about:blank');
});
