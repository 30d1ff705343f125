import type { StreamJob } from '../../../contract/worker-messages.ts';
import { splitExtension } from '../../files/extension.ts';
import { nameFromLink } from '../../files/link-name.ts';
import { fileForms } from '../finish/file-form.ts';
import type { StreamPlan } from '../plan.ts';

/** What playlists are called that say nothing: the folder they lie in says more. */
const meaningless = /^(?:index|master|playlist|manifest|chunklist|live|stream|media|main|prog_index|video|output)$/iu;

/**
 * What the files of a recording are named after: what the user says, what an earlier attempt found, what the stream calls
 * itself, else its link.
 */
export function titleOf({ name, url }: StreamJob, before: string, plan: StreamPlan | null): string {
  if (name !== null) return withoutOwnEnding(name);
  return before || plan?.title || fromLink(url);
}

/** A name without the ending of a format that fragments get; any other dot is part of the name. */
function withoutOwnEnding(name: string): string {
  const [stem, ending] = splitExtension(name);
  return ownEndings.has(ending.toLowerCase()) ? stem : name;
}

const ownEndings: ReadonlySet<string> = new Set(fileForms.map(({ extension }) => `.${extension}`));

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
