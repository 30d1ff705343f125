import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testFolder } from '../engine/home.ts';

/** The folder of the scripts, with a slash. */
export const scripts = fileURLToPath(new URL('../../scripts/', import.meta.url));

/** How a script ended. */
interface Ended {
  readonly code: number;
  readonly stderr: string;
}

/** A machine of which a script sees nothing but what is put there. */
export class Machine {
  readonly folder = testFolder();
  readonly #bin = join(this.folder, 'bin');

  constructor() {
    mkdirSync(this.#bin);
    this.put('apt-get', `echo "$*" >>'${this.folder}/apt-get.log'`);
    this.put('apt-cache', '');
    this.put('dpkg-query', '');
    this.put('ldd', '');
  }

  /** Puts a program there. */
  put(name: string, body: string): void {
    writeFileSync(join(this.#bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(this.#bin, name), 0o755);
  }

  /** What apt-get was asked for. */
  get asked(): string[] {
    try {
      return readFileSync(join(this.folder, 'apt-get.log'), 'utf8').trimEnd().split('\n');
    } catch {
      return [];
    }
  }

  /** Runs a script of the clone, or the text of one, as the user of a number. */
  run(
    script: string,
    uid: number,
    { args = [], env = {} }: { args?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Ended> {
    const asUser = `data:text/javascript,process.getuid = () => ${uid}`;
    const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
    const program = script.endsWith('.mjs') ? [join(scripts, script)] : ['--input-type=module', '-e', script];
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        ['--import', asUser, ...program, ...args],
        { env: { ...rest, ...env, PATH: this.#bin }, timeout: 30_000, killSignal: 'SIGKILL' },
        (_error, _stdout, stderr) => resolve({ code: child.exitCode ?? -1, stderr }),
      );
    });
  }
}
