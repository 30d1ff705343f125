import { once } from 'node:events';
import { join } from 'node:path';
import { Failure } from '../../contract/errors.ts';
import { openHeadlessHost } from '../../engine/headless/host.ts';
import type { Host } from '../../engine/host.ts';
import { LastingEngine } from '../../engine/lasting.ts';
import { runningServers } from '../../server/on-record/running.ts';
import { serveOnRecord } from '../../server/on-record/serve-on-record.ts';
import type { ServeOptions } from '../../server/serve-options.ts';
import { exits } from '../exit.ts';
import { printable } from '../format/printable.ts';
import { folderFrom } from '../parse/place.ts';
import { call } from '../session/call.ts';
import { pageFolder } from '../session/page-folder.ts';
import { workerEntry } from '../session/worker-entry.ts';
import { catchSignals } from '../signals.ts';
import { type Serving, served, servingLines } from '../text/serving.ts';
import { WrongUse } from '../wrong-use.ts';

/** The options of `sluice serve`. */
export interface ServeCommand {
  readonly host: string;
  readonly port: number;
  readonly data?: string | undefined;
  readonly downloads?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly behindProxy?: boolean | undefined;
  readonly name?: readonly string[] | undefined;
  readonly link?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Milliseconds in which everything has ended; what is stored by then is safe in any case. Docker gives ten seconds, systemd more. */
const closeWithin = 9000;

/** Serves the web page and the API until a signal comes. Returns the exit code. */
export async function serveUntilSignal(paths: Host['paths'], options: ServeCommand): Promise<number> {
  const interruption = catchSignals();
  const host = openHeadlessHost({ worker: workerEntry(), paths });
  const engine = new LastingEngine(host);
  try {
    const files = await folderOfFiles(engine, paths.downloads, options);
    const serveOptions = await optionsFor(engine, host, options);
    const server = await serveOnRecord(serveOptions).catch((error: unknown) => explained(error, paths.data, options));
    try {
      const { address } = server;
      tell({ address, link: server.link(), tokenFile: serveOptions.tokenFile, files, isOwn: engine.isOwn }, options);
      if (!interruption.abort.aborted) await once(interruption.abort, 'abort');
    } finally {
      // Node ends by itself once nothing is left to do; this is for what does not end
      setTimeout(() => process.exit(exits.done.code), closeWithin).unref();
      await server.close();
    }
  } finally {
    await engine.close();
    interruption.release();
  }
  return exits.done.code;
}

/** Where files go. @throws WrongUse where `--downloads` says otherwise than the Sluice that decides it */
async function folderOfFiles(engine: LastingEngine, wanted: string, { downloads }: ServeCommand): Promise<string> {
  const { downloadFolder } = await call(engine, 'settings.get', {});
  if (downloads === undefined || downloadFolder === wanted) return downloadFolder;
  if (!engine.isOwn) throw new WrongUse(served.otherFolder(printable(downloadFolder)), { code: 'conflict' });
  return (await call(engine, 'settings.set', { downloadFolder: wanted })).downloadFolder;
}

async function optionsFor(engine: LastingEngine, host: Host, options: ServeCommand): Promise<ServeOptions> {
  const { default: about } = await import('../../package.json', { with: { type: 'json' } });
  const { data } = host.paths;
  const page = pageFolder();
  if (page === undefined) process.stderr.write(`sluice: ${served.noPage}\n`);
  return {
    engine,
    log: host.log,
    data,
    tokenFile: options.tokenFile === undefined ? join(data, 'api-token') : folderFrom(options.tokenFile, process.cwd()),
    host: options.host,
    port: options.port,
    behindProxy: options.behindProxy === true,
    names: options.name ?? [],
    page: page ?? '',
    version: about.version,
  };
}

/** Says more of an address that is taken where it is another `sluice serve` for the same data that has it. */
async function explained(error: unknown, data: string, { port }: ServeCommand): Promise<never> {
  if (!(error instanceof Failure) || error.code !== 'address-in-use') throw error;
  const other = (await runningServers(data)).find(({ address }) => Number(new URL(address).port || 80) === port);
  if (other === undefined) throw error;
  throw new WrongUse(served.already(other.address), { code: 'address-in-use', hints: [served.linkHint] });
}

function tell(serving: Serving, { host, behindProxy, json }: ServeCommand): void {
  if (!isLoopback(host) && behindProxy !== true) process.stderr.write(`sluice: ${served.unprotected}\n`);
  if (json === true) process.stdout.write(`${JSON.stringify({ ...serving, pid: process.pid })}\n`);
  else process.stdout.write(`${servingLines(serving).join('\n')}\n`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
