import type { LookJob } from '../../contract/worker-messages.ts';
import type { Host } from '../host.ts';
import type { Store } from '../store/index.ts';
import { proxyFor, reachOf, resolving } from './prepare-job.ts';
import { newTaskId } from './task-id.ts';
import type { TaskSecrets } from './task-secrets.ts';

/** What is asked about a link. */
export interface LookWanted extends Pick<LookJob, 'url' | 'as' | 'next'> {
  /** `null`: the setting decides */
  readonly resolver: LookJob['resolving']['resolver'] | null;
  /** as whom; the proxy also where it holds no password, `null` for the setting's */
  readonly secrets: TaskSecrets;
  /** see `transferOptions` */
  readonly publicOnly: boolean;
}

/** All that a worker needs to know to answer. Holds secrets: never logged. */
export async function prepareLook(wanted: LookWanted, host: Host, store: Store): Promise<LookJob> {
  const settings = store.settings.get();
  const { url, as, next, resolver, secrets, publicOnly } = wanted;
  const { headers, auth, cookies } = secrets;
  return {
    id: newTaskId(),
    ...{ url, as, next, headers, auth, cookies },
    resolving: resolving(settings, resolver),
    proxy: await proxyFor(url, secrets.proxy, settings.proxy, host),
    reach: reachOf(publicOnly, secrets.proxy),
    idleTimeout: settings.idleTimeout,
  };
}
