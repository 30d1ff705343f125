import { createHash, randomUUID } from 'node:crypto';
import { Log, Platform, type Types } from 'youtubei.js';

type Shim = Parameters<typeof Platform.load>[0];

/**
 * Gives youtubei.js what it may use of this machine: no disk, no console, no network but the `fetch` of each session, and `run` for the
 * code of players.
 * @param run where the code of players is run
 */
export function loadPlatform(run: Shim['eval']): void {
  Log.setLevel(Log.Level.NONE);
  Platform.load({
    runtime: 'node',
    server: true,
    Cache: NoCache,
    sha1Hash: (data) => Promise.resolve(createHash('sha1').update(data).digest('hex')),
    uuidv4: () => randomUUID(),
    eval: run,
    fetch: () => Promise.reject(new Error('each session brings its own fetch')),
    Request,
    Response,
    Headers,
    FormData,
    File,
    ReadableStream,
    CustomEvent,
  });
}

/** Keeps nothing: what is worth keeping is kept by who asks. */
class NoCache implements Types.ICache {
  readonly cache_dir = '';

  get(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  set(): Promise<void> {
    return Promise.resolve();
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }
}
