import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { StateName } from '../../contract/task.ts';
import { printable } from '../format/printable.ts';
import { waitingStates } from '../run/verbs.ts';
import { call } from '../session/call.ts';
import { groupsOf } from '../session/groups.ts';
import { openSilentSession } from '../session/session.ts';
import { countsText, isOpen } from '../text/groups.ts';
import { type Candidate, candidatesFor } from './candidates.ts';

/** Tasks that are offered at most; who has more types another letter. */
const mostIds = 200;

/** States of the tasks that make sense after a command; the others take any. */
const sensible: Readonly<Record<string, readonly StateName[]>> = {
  pause: waitingStates,
  resume: ['paused', 'queued', 'scheduled', 'failed'],
  retry: ['failed', 'canceled', 'scheduled'],
  stop: ['queued', 'resolving', 'running', 'paused', 'failed'],
  cancel: [...waitingStates, 'paused', 'failed'],
  limit: [...waitingStates, 'paused', 'failed'],
  move: ['queued', 'scheduled', 'paused'],
};

/** Writes the candidates for the last word, a line each. Completion never complains: what cannot be told is left out. */
export async function answerCompletion(program: CommandUnknownOpts, words: readonly string[]): Promise<number> {
  const found = candidatesFor(program, words);
  if (found.kind === 'files' || found.kind === 'dirs') process.stdout.write(`:${found.kind}\n`);
  else {
    const last = (words.at(-1) ?? '').replace(/^(?:--[a-z-]+)?=/, '');
    const candidates = found.kind === 'words' ? found.words : await lookUp(found);
    for (const { value, description } of candidates) {
      if (value.startsWith(last)) process.stdout.write(`${value}\t${printable(description)}\n`);
    }
  }
  return 0;
}

type Stored = { kind: 'settings' } | { kind: 'webhooks' } | { kind: 'ids'; command: string };

async function lookUp(found: Stored): Promise<Candidate[]> {
  if (found.kind === 'settings') {
    const { settingNames } = await import('../run/setting-values.ts');
    return settingNames.map((value) => ({ value, description: '' }));
  }
  const session = await openSilentSession('none');
  try {
    if (found.kind === 'webhooks') {
      const { webhooks } = await call(session.engine, 'webhooks.list', {});
      return webhooks.map(({ id, url }) => ({ value: id, description: url }));
    }
    const states = sensible[found.command];
    const { tasks } = await call(session.engine, 'tasks.list', {
      limit: mostIds,
      ...(states === undefined ? {} : { states: [...states] }),
      ...(found.command === 'stop' ? { kinds: ['stream'] } : {}),
    });
    const groups = await groupsOf(session.engine);
    return [
      ...tasks.map((task) => ({ value: task.id, description: `${task.name} (${task.state.name})` })),
      ...groups
        .filter(isOpen)
        .map((group) => ({ value: group.id, description: `${group.title} (${countsText(group)})` })),
    ];
  } finally {
    await session.close();
  }
}
