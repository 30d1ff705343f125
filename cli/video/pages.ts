import type { CallInput } from '../../contract/calls.ts';
import type { ListEntry, ListInfo } from '../../contract/video.ts';
import type { Engine } from '../../engine/engine.ts';
import { isAmong, lastOf, type NumberRange } from '../parse/items.ts';
import { unlessStopped } from '../run/unless-stopped.ts';
import { call } from '../session/call.ts';

/** What goes with each question about a list. */
export type Asking = Pick<CallInput<'videos.look'>, 'resolver' | 'options'>;

/**
 * The entries of a list that are wanted, page by page, each once. Pages behind the last of them are not asked for; nor is
 * one more after `abort`.
 */
export async function* entryPages(
  engine: Engine,
  list: ListInfo,
  asking: Asking,
  items: readonly NumberRange[] | undefined,
  abort: AbortSignal,
): AsyncGenerator<readonly ListEntry[]> {
  const seen = new Set<number>();
  const pages = new Set<string>();
  let page = list;
  for (;;) {
    yield page.entries.filter(({ number }) => isAmong(number, items) && !seen.has(number) && seen.add(number));
    const { next } = page;
    const isEnough = (page.entries.at(-1)?.number ?? 0) >= lastOf(items);
    // a site that names a page once more would never end
    if (next === null || isEnough || pages.has(next) || abort.aborted) return;
    pages.add(next);
    page = await unlessStopped(call(engine, 'videos.more', { ...asking, url: list.url, next }), abort);
  }
}
