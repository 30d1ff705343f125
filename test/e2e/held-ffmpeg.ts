import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An ffmpeg that stops before it writes streams into a file, until it is let go. */
export interface HeldFfmpeg {
  /** for the setting */
  readonly path: string;
  letGo(): Promise<void>;
}

/** Puts it into a folder: there is something to see of what is over too soon for eyes. */
export async function heldFfmpeg(folder: string): Promise<HeldFfmpeg> {
  const path = join(folder, 'held-ffmpeg');
  const held = join(folder, 'held');
  await writeFile(held, '');
  const wait = `while [ -e '${held}' ]; do sleep 0.1; done`;
  await writeFile(path, `#!/bin/sh\ncase " $* " in *' -map '*) ${wait};; esac\nexec ffmpeg "$@"\n`);
  await chmod(path, 0o755);
  return { path, letGo: () => rm(held, { force: true }) };
}
