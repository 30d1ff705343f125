import type { Group } from '../../contract/video.ts';
import type { Engine } from '../../engine/engine.ts';

/** The lists that tasks were taken from, those made last first. A Sluice that knows of none has none. */
export async function groupsOf(engine: Engine): Promise<readonly Group[]> {
  const reply = await engine.call('groups.list', {});
  return reply.ok ? reply.value.groups.toSorted((one, other) => other.createdAt - one.createdAt) : [];
}
