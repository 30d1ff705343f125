import { setImmediate as breath } from 'node:timers/promises';
import type { Recognised } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import { errorBodyOf } from '../error-body.ts';
import { canonicalLink, splitCredentials } from '../sources/canonical.ts';
import { guessName } from '../sources/guess-name.ts';
import { kindOf } from '../sources/kind.ts';
import { eachLink, type FoundLink } from '../sources/links.ts';
import { redact } from '../sources/redact.ts';
import { schemeRefusal } from '../sources/scheme.ts';
import type { Store } from '../store/index.ts';
import type { Handler } from './parts.ts';
import type { PasswordMemory } from './password-memory.ts';

/** The links in a text, and what is known of each before anything starts. Touches no network. */
export const recognise: Handler<'links.recognise'> = async ({ store, passwords }, { text }) => {
  const links: Recognised[] = [];
  for (const found of eachLink(text)) {
    links.push(recognised(found, store, passwords));
    if (links.length % together === 0) await breath();
  }
  return { links };
};

/** Links that are looked at before others get their turn. */
const together = 500;

function recognised({ url, problem }: FoundLink, store: Store, passwords: PasswordMemory): Recognised {
  const nothingKnown = { kind: null, host: '', duplicateOf: null };
  if (problem !== null)
    return {
      url: redact(url),
      name: redact(url).slice(0, 200),
      problem: errorBodyOf((problem === 'unsupported' ? schemeRefusal(url) : null) ?? new Failure(problem)),
      ...nothingKnown,
    };
  try {
    const plain = splitCredentials(url).url;
    const older = store.tasks.ofSource(canonicalLink(plain)).find((record) => record.state.name !== 'canceled');
    return {
      url: passwords.withoutPassword(url),
      kind: kindOf(plain),
      name: guessName(plain),
      host: new URL(plain).host,
      duplicateOf: older === undefined ? null : { id: older.id, name: older.name, state: older.state.name },
      problem: null,
    };
  } catch (error) {
    return { url: redact(url), name: redact(url).slice(0, 200), problem: errorBodyOf(error), ...nothingKnown };
  }
}
