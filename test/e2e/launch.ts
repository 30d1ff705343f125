import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';

const root = join(import.meta.dirname, '..', '..');
const screens = join(root, 'test-results', 'screens');
/** Milliseconds the application may take to show its window on a busy machine. */
const LAUNCH_MS = 60_000;

/** A running application and its only window. */
export interface Running {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** saves a picture of the window as `test-results/screens/<name>.png` */
  shoot(name: string): Promise<void>;
  /** ends the application the way a person does, and waits until its process is gone; while it records it asks first */
  quit(): Promise<void>;
  /** ends it as the platform does that shuts down: nobody is asked, whatever it is doing */
  end(): Promise<void>;
  /** starts the application once more with the same folder; the result is that start's exit code */
  startAgain(args: readonly string[]): Promise<number | null>;
}

/**
 * Starts the built application with all it keeps under one folder. Electron itself comes from `npm test`.
 * @param variables further ones of its environment
 */
export async function launch(
  home: string,
  args: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const switches = [...sandbox, '--log-level=3', '--lang=en-US', root];
  // On a busy machine Chromium's newer way to take pictures fails now and then.
  const env = { ...environment(), ...variables, SLUICE_HOME: home, PLAYWRIGHT_LEGACY_SCREENSHOT: '1' };
  // Without a path Playwright finds Electron by itself and, other than with one, holds the application until it is connected:
  // connecting to one that is just opening its window may never come to an end.
  const app = await _electron.launch({
    args: [...switches, ...args],
    env,
    timeout: LAUNCH_MS,
  });
  const child = app.process();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const page = await app.firstWindow({ timeout: LAUNCH_MS });
  await page.waitForLoadState();
  return {
    app,
    page,
    async shoot(name) {
      await mkdir(screens, { recursive: true });
      await page.screenshot({ path: join(screens, `${name}.png`) });
    },
    async quit() {
      await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
      await ended;
    },
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
    startAgain: (more) =>
      new Promise((resolve, reject) => {
        const again = spawn(electronPath(), [...switches, ...more], { env, stdio: 'ignore' });
        again.once('error', reject);
        again.once('exit', resolve);
      }),
  };
}

/** A new empty folder for SLUICE_HOME, and what removes it. */
export async function freshHome(): Promise<{ home: string; remove: () => Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'sluice e2e '));
  return { home, remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }) };
}

function electronPath(): string {
  const path: unknown = createRequire(import.meta.url)('electron');
  if (typeof path !== 'string') throw new Error('no Electron: run these tests by "npm test"');
  return path;
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => {
      const [name, value] = entry;
      return (
        value !== undefined && !name.startsWith('VITEST') && name !== 'NODE_ENV' && name !== 'ELECTRON_RUN_AS_NODE'
      );
    }),
  );
}
