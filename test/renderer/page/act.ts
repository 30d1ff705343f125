import type { Locator, Page } from 'playwright-core';
import type { CallName } from '../../../contract/calls.ts';

/** A row of the list. */
export function row(page: Page, name: string | RegExp) {
  return page.getByRole('treegrid', { name: /^(Downloads|Загрузки)$/ }).getByRole('row', { name });
}

/** Carries text into the window as a paste, a drop or a hovering drag does. */
export function carry(page: Page, kind: 'paste' | 'dragenter' | 'drop', data: Readonly<Record<string, string>>) {
  return page.evaluate(
    ([type, carried]) => {
      const transfer = new DataTransfer();
      for (const [name, value] of Object.entries(carried)) {
        if (name.includes('/')) transfer.setData(name, value);
        else transfer.items.add(new File([value], name));
      }
      const init = { bubbles: true, cancelable: true };
      const event =
        type === 'paste'
          ? new ClipboardEvent(type, { ...init, clipboardData: transfer })
          : new DragEvent(type, { ...init, dataTransfer: transfer });
      (document.activeElement ?? document.body).dispatchEvent(event);
    },
    [kind, data] as const,
  );
}

/** The input of the newest call of a name, or `null`. */
export function lastCall(page: Page, name: CallName) {
  return page.evaluate(
    (wanted) => window.fake.calls.filter((call) => call.name === wanted).at(-1)?.input ?? null,
    name,
  );
}

/** What axe finds wrong, once nothing moves any more. */
export async function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations: found } = await axe.run(document, { resultTypes: ['violations'] });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  });
}

/** What reaches beyond the sides of the window. */
export function stickingOut(page: Page, among: string): Promise<string[]> {
  return page.evaluate(
    (selector) =>
      [...document.querySelectorAll(selector)]
        .filter((element) => {
          const box = element.getBoundingClientRect();
          return box.width > 0 && (box.right > window.innerWidth + 1 || box.left < -1);
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    among,
  );
}

/** Waits until nothing on the page moves any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().length === 0);
}

/** Pastes text as Ctrl+V does. */
export function paste(page: Page, text: string): Promise<void> {
  return carry(page, 'paste', { 'text/plain': text });
}

/** The recording with this name from near. */
export async function look(page: Page, name: RegExp): Promise<Locator> {
  await row(page, name).dblclick();
  const dialog = page.getByRole('dialog', { name });
  await dialog.getByRole('slider', { name: 'Timeline' }).waitFor();
  return dialog;
}
