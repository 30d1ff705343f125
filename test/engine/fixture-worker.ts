/**
 * A job process that follows the protocol and fetches nothing: the path of the link says what it does. It writes real
 * files, so that names, duplicates and clean-up are real. `http://fixture/<what>?…`:
 *   ok         the file, whose content is the query's `content` (default: the link)
 *   slow       runs, with progress, until it is stopped
 *   gate       runs until there is a file `open` in its folder, then publishes
 *   crash      dies when it is started; `crash-once` only when there is nothing of it in the folder yet
 *   fail       fails with the error of `code`, retryable by `retryable=1`, after `times` (default: for ever)
 *   hang-stop  runs and never answers `stop`; `freeze` blocks the whole process
 * A video is a file like these, unless its query says `live=TITLE`. What a look finds is in `fixture-look.ts`. A recording is told by the query what happens, in seconds of a stream of which a thousand pass in five:
 *   ends=N     the stream ends; hold=N: it stays there until it is ended or stopped; fail=N: it fails there
 *   gap=AT,LENGTH,CAUSE   may be repeated; broken=N: that fragment cannot be put together
 *   outage=N   nothing comes from there until there is a file `open` in its folder
 *   slow-end   the last fragment waits for that file; not-live or any other code: that is why it does not begin; title=…: what it calls itself
 */
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ErrorCode, Failure } from '../../contract/errors.ts';
import type { Progress } from '../../contract/task.ts';
import type { FileJob, FromWorker, ToWorker, VideoJob } from '../../contract/worker-messages.ts';
import type { Deliveries } from '../../worker/deliveries.ts';
import { FixtureLook } from './fixture-look.ts';
import { FixtureStream } from './fixture-stream.ts';

const jobs = new Map<string, { job: FileJob; url: URL; timer?: NodeJS.Timeout; ticks: number; path: string }>();
const streams = new Map<string, FixtureStream>();
const looks = new Map<string, FixtureLook>();
/** jobs of videos that are done like files */
const videos = new Set<string>();
const fast = 5;

function say(message: FromWorker): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

let deliveries: Promise<Deliveries> | undefined;

/** Deliveries to webhooks are real. What they need is loaded for the first, so that a process without any is soon there. */
async function openDeliveries(): Promise<Deliveries> {
  const { Deliveries } = await import('../../worker/deliveries.ts');
  const { Clients } = await import('../../worker/clients.ts');
  return new Deliveries({ send: say, onMessage: () => undefined }, new Clients({}));
}

function partOf(directory: string, id: string): string {
  return join(directory, '.sluice', `${id}.part`);
}

function drop(directory: string, id: string): void {
  rmSync(partOf(directory, id), { force: true });
  dropShared(directory);
}

function dropShared(directory: string): void {
  try {
    rmdirSync(join(directory, '.sluice'));
  } catch {
    // others are still in it, or it is gone
  }
}

function progress(done: number, total: number | null): Progress {
  return { fraction: null, done, total };
}

function start(job: FileJob): void {
  const url = new URL(job.url);
  const what = url.pathname.split('/')[1] ?? '';
  if (what === 'die-at-once') process.exit(9);
  mkdirSync(join(job.directory, '.sluice'), { recursive: true });
  const before = read(partOf(job.directory, job.id));
  const entry = { job, url, ticks: 0, path: '' };
  jobs.set(job.id, entry);
  say({ type: 'log', level: 'info', id: job.id, message: `starting ${what}`, fields: { fresh: job.fresh } });
  writeFileSync(partOf(job.directory, job.id), `${before ?? ''}x`);
  if (what === 'crash' || (what === 'crash-once' && before === undefined)) process.exit(3);
  if (what === 'fail' && (before ?? '').length < Number(url.searchParams.get('times') ?? 1e9)) {
    jobs.delete(job.id);
    const failure = new Failure((url.searchParams.get('code') ?? 'network') as ErrorCode);
    const retryAfter = url.searchParams.get('after');
    say({
      type: 'failed',
      id: job.id,
      error: failure.toBody(),
      retryable: url.searchParams.get('retryable') === '1',
      retryAfter: retryAfter === null ? null : Number(retryAfter),
      progress: progress(0, null),
    });
    return;
  }
  const name = job.name ?? (basename(url.pathname) || 'download');
  if (job.reserved !== null && url.searchParams.get('again') === null) begin(job.id, job.reserved);
  else say({ type: 'reserve', id: job.id, path: join(job.directory, name), taken: false, progress: null });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function begin(id: string, path: string): void {
  const entry = jobs.get(id);
  if (entry === undefined) return;
  const again = entry.path !== '';
  entry.path = path;
  if (again) {
    publish(id);
    return;
  }
  const what = entry.url.pathname.split('/')[1];
  say({ type: 'running', id, progress: progress(0, 1000) });
  if (what === 'freeze') {
    for (;;);
  }
  if (what === 'slow' || what === 'hang-stop') {
    entry.timer = setInterval(() => {
      entry.ticks++;
      const pace = { speed: 100, eta: 10, connections: 2 };
      say({ type: 'progress', jobs: [{ id, progress: progress(Math.min(900, entry.ticks), 1000), pace, live: null }] });
    }, fast);
    return;
  }
  if (what === 'gate') {
    entry.timer = setInterval(() => {
      if (read(join(entry.job.directory, 'open')) === undefined) return;
      clearInterval(entry.timer);
      publish(id);
    }, fast);
    return;
  }
  publish(id);
}

function publish(id: string): void {
  const entry = jobs.get(id);
  if (entry === undefined) return;
  const { job, url, path } = entry;
  const content = url.searchParams.get('content') ?? job.url;
  say({ type: 'finishing', id, step: 'publish', progress: progress(content.length, content.length) });
  writeFileSync(partOf(job.directory, id), content);
  try {
    linkSync(partOf(job.directory, id), path);
  } catch {
    say({ type: 'reserve', id, path, taken: true, progress: null });
    return;
  }
  const artifact = { path, size: content.length, type: 'text/plain', verified: null, sameAs: null };
  if (videos.has(id)) say({ type: 'recorded', id, artifacts: [artifact] });
  else say({ type: 'published', id, artifact, sample: null });
}

function stop(id: string, keep: boolean): void {
  const entry = jobs.get(id);
  if (entry === undefined) return;
  if (entry.url.pathname.startsWith('/hang-stop')) return;
  clearInterval(entry.timer);
  jobs.delete(id);
  if (!keep) drop(entry.job.directory, id);
  say({ type: 'stopped', id, progress: keep ? progress(entry.ticks, 1000) : progress(0, null) });
}

function startVideo(job: VideoJob): void {
  const title = new URL(job.url).searchParams.get('live');
  if (title !== null) {
    say({ type: 'live', id: job.id, title });
    return;
  }
  videos.add(job.id);
  start({ ...job, kind: 'file', checksum: null });
}

function startStream(stream: FixtureStream, id: string): void {
  streams.set(id, stream);
  stream.start();
}

/** A recording as far as it is one. */
function hearStream(stream: FixtureStream, message: ToWorker): void {
  if (message.type === 'finish') stream.finish();
  if (message.type === 'stop') {
    streams.delete(message.id);
    stream.stop(message.keep);
  }
}

process.on('message', (message: ToWorker) => {
  const stream = 'id' in message ? streams.get(message.id) : undefined;
  if (stream !== undefined && message.type !== 'limit-job') return hearStream(stream, message);
  switch (message.type) {
    case 'start':
      if (message.job.kind === 'file') start(message.job);
      else if (message.job.kind === 'video') startVideo(message.job);
      else if (message.job.kind === 'stream') startStream(new FixtureStream(message.job, say), message.job.id);
      return;
    case 'reserved':
      return begin(message.id, message.path);
    case 'look': {
      const look = new FixtureLook(message.look, say);
      looks.set(message.look.id, look);
      return look.start();
    }
    case 'deliver':
      deliveries ??= openDeliveries();
      return void deliveries.then((open) => open.start(message.delivery));
    case 'stop':
      void deliveries?.then((open) => open.stop(message.id));
      looks.get(message.id)?.stop();
      return stop(message.id, message.keep);
    case 'discard':
      drop(message.directory, message.id);
      return say({ type: 'stopped', id: message.id, progress: progress(0, null) });
    case 'settled':
      for (const id of message.ids) {
        const entry = jobs.get(id);
        if (entry !== undefined) drop(entry.job.directory, id);
        jobs.delete(id);
        const recorded = streams.get(id);
        recorded?.drop();
        if (recorded !== undefined) dropShared(recorded.directory);
        streams.delete(id);
      }
      return say({ type: 'dropped', ids: message.ids });
    case 'ping':
      return say({ type: 'pong', at: message.at });
    case 'shutdown':
      return process.exit(0);
    case 'limit':
    case 'limit-job':
      return say({ type: 'log', level: 'info', id: null, message: 'limit', fields: { rate: message.rate } });
  }
});
// a job process leaves with its parent; the language `orphan` (which the environment lets through) makes one that does not
process.on('disconnect', () => {
  if (process.env['LANG'] !== 'orphan') process.exit(0);
});
say({ type: 'ready', pid: process.pid });
