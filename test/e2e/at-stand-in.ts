import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Settings } from '../../contract/settings.ts';
import type { StandIn } from '../stand-in/stand-in.ts';
import { temporaryStandIn } from '../stand-in/temporary.ts';
import { freshHome, launch, type Running } from './launch.ts';

/** The application and a site of videos that it can reach, and nothing else that it can. */
export interface AtStandIn extends AsyncDisposable {
  readonly running: Running;
  readonly page: Page;
  readonly standIn: StandIn;
  readonly home: string;
  /** changes settings, and draws the window again with them */
  set(settings: Partial<Settings>): Promise<void>;
  /** pastes as a person does: through the system's clipboard and the keyboard */
  paste(text: string): Promise<void>;
  /** a picture of the window as it is when nothing moves any more but what is under way */
  shoot(name: string): Promise<void>;
}

/** Starts the stand-in and, through its proxy and with trust in its certificates, the application. */
export async function atStandIn(settings: Partial<Settings> = {}): Promise<AtStandIn> {
  const standIn = await temporaryStandIn();
  const { home, remove } = await freshHome();
  const leave = async (): Promise<void> => {
    await standIn.close();
    await remove();
  };
  const trust = { NODE_EXTRA_CA_CERTS: standIn.ca, SSL_CERT_FILE: standIn.ca };
  const running = await launch(home, [], trust).catch(async (error: unknown) => {
    await leave();
    throw error;
  });
  const { app, page } = running;
  const set = async (part: Partial<Settings>): Promise<void> => {
    const reply = await page.evaluate((wanted) => window.sluice?.call('settings.set', wanted), part);
    if (reply?.ok !== true) throw new Error(`settings were refused: ${JSON.stringify(reply)}`);
    await page.reload();
    await page.getByRole('main').waitFor();
  };
  await set({ proxy: standIn.proxy, ...settings });
  return {
    running,
    page,
    standIn,
    home,
    set,
    async paste(text) {
      await app.evaluate(({ clipboard }, value) => clipboard.writeText(value), text);
      await page.keyboard.press('ControlOrMeta+V');
    },
    async shoot(name) {
      await page.waitForFunction(() =>
        document.getAnimations().every(({ effect }) => effect?.getComputedTiming().iterations === Infinity),
      );
      await running.shoot(name);
    },
    async [Symbol.asyncDispose]() {
      await running.end();
      await leave();
    },
  };
}

/** Link of a video of the stand-in. */
export function videoUrl(id: string): string {
  return `https://www.youtube.com/watch?v=${id}`;
}

/** What axe finds wrong with the window as it is. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(await readAxe());
  }
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations: found } = await axe.run(document, { resultTypes: ['violations'] });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  });
}

async function readAxe(): Promise<string> {
  const { source } = createRequire(import.meta.url)('axe-core') as typeof import('axe-core');
  return source;
}
