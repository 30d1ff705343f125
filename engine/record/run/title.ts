import type { StreamJob } from '../../../contract/worker-messages.ts';
import { splitExtension } from '../../files/extension.ts';
import { nameFromLink } from '../../files/link-name.ts';
import type { StreamPlan } from '../plan.ts';

/** What playlists are called that say nothing: the folder they lie in says more. */
const meaningless = /^(?:index|master|playlist|manifest|chunklist|live|stream|media|main|prog_index|video|output)$/iu;

/**
 * What the files of a recording are named after: what the user says, what an earlier attempt found, what the stream calls
 * itself, else its link.
 */
export function titleOf({ name, url }: StreamJob, before: string, plan: StreamPlan | null): string {
  if (name !== null) return splitExtension(name)[0];
  return before || plan?.title || fromLink(url);
}

function fromLink(url: string): string {
  const [stem] = splitExtension(nameFromLink(url));
  if (!meaningless.test(stem)) return stem;
  const link = new URL(url);
  const above = link.pathname
    .split('/')
    .filter((step) => step !== '')
    .at(-2);
  return above === undefined ? link.hostname : decodeStep(above);
}

function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
