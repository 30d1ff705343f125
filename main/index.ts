import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { linksFromArguments } from './arguments.ts';
import { confineContents } from './navigation.ts';
import { folders } from './places.ts';
import { registerSchemes } from './scheme.ts';
import { startDesktop } from './start.ts';

app.setName('Sluice');
// Chromium's own files, apart from the data that window and command line share.
app.setPath('userData', join(folders.data, 'window'));
// Started by root, Chromium has no sandbox to offer, and insisting on one makes its helpers crash.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerSchemes();
confineContents();

const handedOver = z.object({ links: z.array(z.string()) });
const links = linksFromArguments(process.argv.slice(1));

if (app.requestSingleInstanceLock({ links })) {
  // Not awaited here: Electron is not ready before this module has been evaluated.
  void app.whenReady().then(() => {
    const desktop = startDesktop();
    void desktop.addLinks(links);
    app.on('second-instance', (_event, _argv, _folder, data) => {
      desktop.showWindow();
      const given = handedOver.safeParse(data);
      if (given.success) void desktop.addLinks(given.data.links);
    });
  });
} else {
  // The window that is open gets the links and comes to the front.
  app.exit(0);
}
