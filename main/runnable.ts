import { stat } from 'node:fs/promises';
import { extname } from 'node:path';

/** Endings behind which some platform starts a program, a script, an installer or a shortcut to one. */
const ENDINGS = new Set(
  (
    '.appimage .apk .app .application .bash .bat .chm .cmd .com .command .cpl .csh .deb .desktop .dll .dmg .exe .fish ' +
    '.gadget .hta .inf .iqy .iso .jar .jnlp .js .jse .ksh .library-ms .lnk .msc .msh .msi .msix .msp .mst .osx .pif ' +
    '.pkg .pl .ps1 .psm1 .py .pyc .pyw .rb .reg .rpm .run .scf .scpt .scr .sct .search-ms .settingcontent-ms .sh ' +
    '.slk .snap .terminal .tool .url .vb .vbe .vbs .vhd .vhdx .webloc .website .workflow .ws .wsc .wsf .wsh .xbap .zsh'
  ).split(' '),
);

/** Whether opening a file might run what is in it, by its ending or its run bits. */
export async function runsWhenOpened(path: string): Promise<boolean> {
  if (ENDINGS.has(extname(path).toLowerCase())) return true;
  if (process.platform === 'win32') return false;
  const { mode } = await stat(path);
  return (mode & 0o111) !== 0;
}
