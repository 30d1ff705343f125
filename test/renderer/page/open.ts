import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { _electron, chromium, type Page } from 'playwright-core';
import type { Stage } from './entry.ts';
import type { Served } from './serve.ts';

/** Where a Chromium of the system may lie; used where the tests are run without Electron. */
const systemChromium = process.env['SLUICE_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

const screens = join(import.meta.dirname, '..', '..', '..', 'test-results', 'screens');

/** A browser with one page that is used again and again. */
export interface Stagehand {
  /** the window with a scenario, drawn and ready */
  open(stage: Stage, size?: { width: number; height: number }): Promise<Page>;
  /** whether recordings can be watched: only Electron has a scheme for them */
  readonly playsMedia: boolean;
  /** saves a picture of the window as `test-results/screens/<name>.png` */
  shoot(name: string): Promise<void>;
  /** what the console said and what the policy refused since the last `open` */
  readonly complaints: string[];
  close(): Promise<void>;
}

/**
 * The page in Electron when there is one, as the application itself shows it; else in a Chromium.
 *
 * @param media a folder whose recordings can be watched
 */
export async function stagehand(served: Served, media = ''): Promise<Stagehand> {
  const { page, close } = await firstPage(media);
  const complaints: string[] = [];
  page.setDefaultTimeout(20_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  await page.addInitScript(() => {
    window.stage = JSON.parse(decodeURIComponent(window.location.search.slice(1)));
  });
  await page.addInitScript({ path: served.stageScript });
  await page.addInitScript({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
  return {
    complaints,
    close,
    playsMedia: electronPath() !== null,
    async shoot(name) {
      await mkdir(screens, { recursive: true });
      await page.screenshot({ path: join(screens, `${name}.png`) });
    },
    async open(stage, size = { width: 1000, height: 720 }) {
      await page.setViewportSize(size);
      complaints.length = 0;
      await page.goto(`${served.url}?${encodeURIComponent(JSON.stringify(stage))}`);
      await page.locator('main').waitFor();
      return page;
    },
  };
}

async function firstPage(media: string): Promise<{ page: Page; close: () => Promise<void> }> {
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = electronPath();
  if (electron !== null) {
    const app = await _electron.launch({
      executablePath: electron,
      args: [...sandbox, '--log-level=3', join(import.meta.dirname, 'shell.mjs')],
      env: { ...definedEnvironment(), SLUICE_TEST_MEDIA: media },
    });
    return { page: await app.firstWindow(), close: () => app.close() };
  }
  const quiet = ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'];
  const browser = await chromium.launch({ executablePath: systemChromium, args: [...sandbox, ...quiet] });
  return { page: await browser.newPage(), close: () => browser.close() };
}

/** The Electron that `npm test` has got; `null` when the tests are run by themselves. */
function electronPath(): string | null {
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] === undefined) return null;
  const path: unknown = createRequire(import.meta.url)('electron');
  return typeof path === 'string' ? path : null;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
