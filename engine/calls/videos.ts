import type { CallArguments, CallOutput } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import type { Settings } from '../../contract/settings.ts';
import type { BothInfo, ListEntry, ListInfo } from '../../contract/video.ts';
import { prepareLook } from '../jobs/prepare-look.ts';
import { canonicalLink, splitCredentials } from '../sources/canonical.ts';
import { kindOf } from '../sources/kind.ts';
import { schemeRefusal } from '../sources/scheme.ts';
import { youtubeLink, youtubeUrl } from '../sources/youtube/links.ts';
import { taskFor } from './earlier-task.ts';
import { hiddenOptions } from './new-task.ts';
import type { Handler, Parts } from './parts.ts';
import { parseProxy } from './proxy-option.ts';
import { requirePublic } from './public-link.ts';

type Asked = Omit<CallArguments<'videos.look'>, 'as'>;

/** What a link to a video or a list leads to. */
export const lookAtVideo: Handler<'videos.look'> = async (parts, { as, ...asked }) => {
  const { url, auth } = splitCredentials(parts.passwords.withPassword(asked.url));
  const refusal = schemeRefusal(url);
  if (refusal !== null) throw refusal;
  const meant = meantBy(url, as, parts.store.settings.get());
  if (meant.kind === 'both') return meant;
  try {
    return await answered(parts, asked, { url: meant.url, as: meant.kind, next: null, auth });
  } catch (error) {
    // of a site that only yt-dlp knows nobody can tell from the link
    if (!meant.guessed || !(error instanceof Failure) || error.code !== 'is-list') throw error;
    return answered(parts, asked, { url: meant.url, as: 'list', next: null, auth });
  }
};

/** The next page of a list. */
export const moreOfList: Handler<'videos.more'> = async (parts, { next, ...asked }) => {
  const { url, auth } = splitCredentials(parts.passwords.withPassword(asked.url));
  const found = await answered(parts, asked, { url, as: 'list', next, auth });
  if (found.kind !== 'list')
    throw new Failure('invalid-input', { detail: 'this link leads to a video and to no list' });
  return found;
};

/** What is to be asked of a link, and in which form of it. */
interface Meant {
  readonly kind: 'video' | 'list';
  readonly url: string;
  /** nothing but a look can tell whether it is this kind */
  readonly guessed: boolean;
}

function meantBy(url: string, as: 'video' | 'list' | undefined, { videoOrList }: Settings): Meant | BothInfo {
  const link = youtubeLink(url);
  if (link === null) return { kind: as ?? 'video', url, guessed: as === undefined };
  if (link.kind !== 'video') return { kind: as ?? (kindOf(url) === 'list' ? 'list' : 'video'), url, guessed: false };
  const video = youtubeUrl({ ...link, list: null });
  if (link.list === null) {
    if (as === 'list') throw new Failure('invalid-input', { detail: 'this link names no list' });
    return { kind: 'video', url: video, guessed: false };
  }
  const list = youtubeUrl({ kind: 'list', id: link.list });
  const wanted = as ?? videoOrList;
  if (wanted === 'ask') return { kind: 'both', video, list };
  return { kind: wanted, url: wanted === 'list' ? list : video, guessed: false };
}

interface Question {
  readonly url: string;
  readonly as: 'video' | 'list';
  readonly next: string | null;
  readonly auth: ReturnType<typeof splitCredentials>['auth'];
}

async function answered(
  parts: Parts,
  { resolver, options = {} }: Pick<Asked, 'resolver' | 'options'>,
  { auth, ...question }: Question,
): Promise<Exclude<CallOutput<'videos.look'>, BothInfo>> {
  const { host, store, runner, looks } = parts;
  requirePublic(question.url, options);
  if (options.proxy !== undefined) parseProxy(options.proxy);
  const secrets = { ...hiddenOptions(options, auth), proxy: options.proxy ?? null };
  const publicOnly = options.publicOnly ?? false;
  const job = await prepareLook({ ...question, resolver: resolver ?? null, secrets, publicOnly }, host, store);
  const found = await looks.of(job, () => runner.lookups.look(job));
  return found.kind === 'list' ? withTasks(found, parts) : found;
}

/** Says of each entry which task has it, or is about to. */
async function withTasks(list: ListInfo, { store, book }: Parts): Promise<ListInfo> {
  const entries: ListEntry[] = [];
  for (const entry of list.entries) {
    const record = await taskFor(canonicalLink(entry.url), store, book);
    entries.push({ ...entry, task: record === undefined ? null : { id: record.id, state: record.state.name } });
  }
  return { ...list, entries };
}
