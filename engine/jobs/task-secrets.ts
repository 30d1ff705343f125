import { Failure } from '../../contract/errors.ts';
import type { FileJob } from '../../contract/worker-messages.ts';
import type { Secrets } from '../host.ts';
import type { SecretTable } from '../store/secrets.ts';

/** What a task knows that must not lie readable on the disk. */
export interface TaskSecrets {
  readonly headers: FileJob['headers'];
  readonly auth: FileJob['auth'];
  readonly cookies: string | null;
  /** the task's own proxy as it was given, maybe with user and password */
  readonly proxy: string | null;
}

/** A task without secrets. */
const noSecrets: TaskSecrets = { headers: [], auth: null, cookies: null, proxy: null };

/** Seals what tasks that are added together share, each distinct secret once. */
export class SecretKeeper {
  readonly #secrets: Secrets;
  readonly #table: SecretTable;
  readonly #stored = new Map<string, number>();

  constructor(secrets: Secrets, table: SecretTable) {
    this.#secrets = secrets;
    this.#table = table;
  }

  /** The number under which they are stored, or `null` when there is nothing to hide. */
  store(secrets: TaskSecrets): number | null {
    const { headers, auth, cookies, proxy } = secrets;
    if (headers.length === 0 && auth === null && cookies === null && proxy === null) return null;
    const plain = JSON.stringify(secrets);
    let id = this.#stored.get(plain);
    if (id === undefined) {
      id = this.#table.insert(this.#secrets.seal(plain));
      this.#stored.set(plain, id);
    }
    return id;
  }
}

/**
 * The secrets of a task.
 * @throws Failure `auth-required` when they cannot be opened any more, so that the user gives them again
 */
export function openSecrets(id: number | null, secrets: Secrets, table: SecretTable): TaskSecrets {
  if (id === null) return noSecrets;
  const sealed = table.get(id);
  const plain = sealed === undefined ? undefined : secrets.open(sealed);
  if (plain === undefined)
    throw new Failure('auth-required', { detail: 'what was stored for this task cannot be opened here' });
  return JSON.parse(plain) as TaskSecrets;
}
