import type { TaskId } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { printable } from '../format/printable.ts';
import { wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import { groupsOf } from './groups.ts';
import { matchIds, normalId } from './match-ids.ts';
import { pages } from './pages.ts';

const wholeId = /^[0-9a-hjkmnp-tv-z]{10}$/;
const partOfId = /^[0-9a-hjkmnp-tv-z]{1,10}$/;
/** Candidates shown when an id is ambiguous. */
const mostCandidates = 10;

/**
 * The ids of tasks, and of the groups that some are in, that were meant by whole ids or unique beginnings of some, each once.
 * Whole ids are taken as they are, without
 * looking. Throws `WrongUse` for what is no id, fits nothing or fits several.
 */
export async function findIds(engine: Engine, given: readonly string[]): Promise<TaskId[]> {
  const texts = given.map(normalId);
  texts.forEach((text, index) => {
    if (!partOfId.test(text)) throw new WrongUse(wrong.noId(printable(given[index] ?? '')));
  });
  const prefixes = texts.filter((text) => !wholeId.test(text));
  if (prefixes.length === 0) return [...new Set(texts)];

  const names = new Map<TaskId, string>();
  for (const { id, title } of await groupsOf(engine)) {
    if (prefixes.some((prefix) => id.startsWith(prefix))) names.set(id, title);
  }
  for await (const page of pages(engine)) {
    for (const task of page) if (prefixes.some((prefix) => task.id.startsWith(prefix))) names.set(task.id, task.name);
  }
  const matches = matchIds(prefixes, names.keys());
  const meant = new Map<string, TaskId>();
  matches.forEach((match, index) => {
    const prefix = prefixes[index] ?? '';
    if (match.kind === 'one') meant.set(prefix, match.id);
    else if (match.kind === 'none') throw new WrongUse(wrong.unknownId(prefix), { code: 'no-such-task' });
    else throw new WrongUse(wrong.ambiguous(prefix, match.ids), { hints: candidates(match.ids, names) });
  });
  return [...new Set(texts.map((text) => meant.get(text) ?? text))];
}

function candidates(ids: readonly TaskId[], names: ReadonlyMap<TaskId, string>): string[] {
  const shown = ids.slice(0, mostCandidates).map((id) => `${id}  ${printable(names.get(id) ?? '')}`);
  return ids.length > mostCandidates ? [...shown, '…'] : shown;
}
