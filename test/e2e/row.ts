import type { Locator, Page } from 'playwright-core';

/** The row of a download in the window's list. */
export function row(page: Page, name: string): Locator {
  return page.getByRole('treegrid', { name: 'Downloads' }).getByRole('row').filter({ hasText: name });
}
