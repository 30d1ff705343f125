import type { Engine } from '../engine/engine.ts';
import type { Log } from '../engine/host.ts';

/** Adds links that came with a start of the program. Whoever wrote them on a command line wants them: they start at once. */
export async function addLinks(engine: Engine, links: readonly string[], log: Log): Promise<void> {
  if (links.length === 0) return;
  const reply = await engine.call('tasks.add', { tasks: links.map((url) => ({ url })) });
  if (!reply.ok) {
    log.warn('links of the command line were not added', { code: reply.error.code });
    return;
  }
  for (const { error } of reply.value.refused)
    log.warn('a link of the command line was not added', { code: error.code });
}
