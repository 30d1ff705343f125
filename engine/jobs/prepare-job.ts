import type { Settings } from '../../contract/settings.ts';
import type { Job, JobReach, ResolverSettings, StreamJob } from '../../contract/worker-messages.ts';
import type { Host } from '../host.ts';
import { isMissed, type OwnTime } from '../queue/own-time.ts';
import type { Store } from '../store/index.ts';
import type { TaskRecord } from '../store/record.ts';
import { openSecrets, type TaskSecrets } from './task-secrets.ts';

/** Milliseconds the platform gets to say which proxy it wants; a proxy script may hang. */
const proxyPatience = 5_000;

/**
 * All that a worker needs to know of a task.
 * @throws Failure `auth-required` when its secrets cannot be opened
 */
export async function prepareJob(record: TaskRecord, time: OwnTime, host: Host, store: Store): Promise<Job> {
  const settings = store.settings.get();
  const secrets = openSecrets(record.secret, host.secrets, store.secrets);
  const ownProxy = secrets.proxy ?? record.options.proxy;
  const way = {
    proxy: await proxyFor(record.url, ownProxy, settings.proxy, host),
    reach: reachOf(record.options.publicOnly, ownProxy),
  };
  const now = host.clock.now();
  // the clock of whoever does the job may be another one
  const times = {
    missed: isMissed(time, now),
    left: time.until === null ? null : (time.until - now) / 1000,
  };
  return job(record, times, secrets, settings, way);
}

/** Holds secrets: never logged. */
function job(
  record: TaskRecord,
  times: Pick<StreamJob, 'missed' | 'left'>,
  secrets: TaskSecrets,
  settings: Settings,
  way: Pick<Job, 'proxy' | 'reach'>,
): Job {
  const shared = {
    id: record.id,
    url: record.url,
    directory: record.directory,
    name: record.askedName,
    limitRate: record.options.limitRate,
    headers: secrets.headers,
    auth: secrets.auth,
    cookies: secrets.cookies,
    ...way,
    idleTimeout: settings.idleTimeout,
    reserve: settings.reserve,
    fresh: record.fresh,
  };
  if (record.recording !== null) {
    return {
      ...shared,
      kind: 'stream',
      recording: record.recording,
      resolving: resolving(settings, record.video?.resolver ?? null),
      ffmpeg: settings.ffmpeg,
      template: settings.recordingName,
      finish: record.stopping,
      startedAt: record.createdAt,
      ...times,
    };
  }
  if (record.video !== null) {
    return {
      ...shared,
      kind: 'video',
      video: record.video,
      resolving: resolving(settings, record.video.resolver),
      reserved: record.reserved,
      connections: record.options.connections ?? settings.connections,
      ffmpeg: settings.ffmpeg,
      template: settings.videoName,
      number: record.group?.number ?? null,
      startedAt: record.createdAt,
    };
  }
  return {
    ...shared,
    kind: 'file',
    reserved: record.reserved,
    connections: record.options.connections ?? settings.connections,
    checksum: record.options.checksum,
  };
}

/** @param ownProxy the proxy that was asked for with a task or a question, or `null` */
export function reachOf(publicOnly: boolean, ownProxy: string | null): JobReach {
  if (!publicOnly) return 'any';
  return ownProxy === null ? 'public' : 'public-proxy';
}

/** How video sites are read. @param asked what is wanted of one task, or `null` */
export function resolving(settings: Settings, asked: ResolverSettings['resolver'] | null): ResolverSettings {
  return {
    resolver: asked ?? settings.resolver,
    ytDlp: settings.ytDlp,
    clients: settings.youtubeClients === '' ? [] : settings.youtubeClients.split(','),
  };
}

/**
 * The proxy for a link: its own, else the setting's, else what the platform says.
 * @returns a URL, `direct` or `environment`
 */
export async function proxyFor(url: string, own: string | null, setting: string, host: Host): Promise<string> {
  if (own !== null) return own;
  if (setting !== 'system') return setting;
  const ask = host.systemProxy;
  if (ask === undefined) return 'environment';
  let cancel = (): void => undefined;
  const late = new Promise<string>((resolve) => {
    cancel = host.clock.after(proxyPatience, () => resolve('environment'));
  });
  return Promise.race([ask(url).catch(() => 'environment'), late]).finally(() => cancel());
}
