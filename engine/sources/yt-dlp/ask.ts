import { Failure } from '../../../contract/errors.ts';
import { ForwardProxy } from '../../net/forward-proxy.ts';
import { proxyFor } from '../../net/proxy.ts';
import type { Access } from '../video/access.ts';
import { lineOf } from '../video/text.ts';
import { youtubeLink } from '../youtube/links.ts';
import { argumentsFor, type YtDlpQuestion } from './arguments.ts';
import { cookieLines, withCookieFile } from './cookie-file.ts';
import { environmentFor } from './environment.ts';
import { failureOf } from './failure.ts';
import { findYtDlp } from './find.ts';
import { runYtDlp, type YtDlpAnswer } from './run.ts';
import { nodeFor } from './runtime.ts';
import { secretsOf } from './secrets.ts';
import { answerShape } from './shape.ts';
import { isBefore, oldestForYoutube, requireVersion, versionOf } from './version.ts';

/** What is asked of yt-dlp. */
export interface Asked extends Pick<YtDlpQuestion, 'url' | 'entries' | 'incomplete'> {
  readonly signal: AbortSignal;
}

/** By whom. */
interface Asking {
  readonly access: Access;
  /** the yt-dlp the user wants; empty for the one that is found */
  readonly setting: string;
  readonly onChild: (pid: number, running: boolean) => void;
}

/** What yt-dlp answered. */
export interface Answer {
  readonly value: unknown;
  /** `video`, `playlist`, … */
  readonly type: string;
  readonly version: string;
}

/** A question takes it some seconds; a channel of thousands of videos, or a site that answers slowly, may take a minute. */
const limits = { time: 120_000, output: 64 * 1024 * 1024 };

/**
 * Asks yt-dlp about a link.
 * @throws Failure as `Resolver.video`; the reason of the signal
 */
export async function askYtDlp(
  { url, entries, incomplete, signal }: Asked,
  { access, setting, onChild }: Asking,
): Promise<Answer> {
  const { proxy, headers, auth, cookies, idleMs } = access;
  // A proxy that makes no sense is told in the same words whoever asks.
  proxyFor(new URL(url), proxy, {});
  const program = await findYtDlp(setting);
  const version = await versionOf(program, signal, onChild);
  requireVersion(version);
  if (youtubeLink(url) !== null) requireVersion(version, oldestForYoutube);
  const node = isBefore(version, oldestForYoutube) ? undefined : await nodeFor();
  // What it connects to is its own affair: where that is bound, it goes out through a proxy that is.
  await using bound = access.client.publicOnly ? await ForwardProxy.open(access) : null;
  const environment = environmentFor(process.env, proxy, bound?.address ?? null);
  const answer = await withCookieFile(cookieLines(cookies, headers, url), (cookieFile) => {
    const socketTimeout = Math.max(1, Math.round(idleMs / 1000));
    const way = { proxy: bound?.url ?? proxy, socketTimeout };
    const question = { url, entries, incomplete, ...way, cookieFile, headers, auth, node: node ?? null };
    return runYtDlp({ program, ...argumentsFor(question), environment, signal, onChild, limits });
  });
  try {
    return read(answer, version, [...secretsOf(access), ...(bound === null ? [] : [bound.secret])]);
  } catch (error) {
    throw bound?.refused ?? error;
  }
}

/** What it wrote, if that is an answer. It may end with a failure of something beside it. */
function read({ code, output, complaints }: YtDlpAnswer, version: string, secrets: readonly string[]): Answer {
  const value = parsed(output);
  const known = answerShape.safeParse(value);
  if (known.success) return { value, type: known.data._type ?? 'video', version };
  if (code === null) throw new Failure('internal', { detail: `yt-dlp ${version} was ended by somebody else` });
  if (code !== 0 || value === null) throw failureOf(complaints, version, secrets);
  const said = lineOf(output.slice(0, 200), 100);
  throw new Failure('extractor-outdated', { detail: `yt-dlp ${version}: no JSON but ${JSON.stringify(said)}` });
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
