import { Failure } from '../../../contract/errors.ts';
import type { Access } from '../video/access.ts';
import type { FoundList, FoundVideo, Place } from '../video/found.ts';
import type { Question, Resolver } from '../video/resolver.ts';
import { webUrlOrNull } from '../web-url.ts';
import { youtubeLink, youtubeUrl } from '../youtube/links.ts';
import { type Answer, type Asked, askYtDlp } from './ask.ts';
import { foundList, listOfOne, pageOf } from './list.ts';
import type { Given } from './place.ts';
import { entryShape, listShape, those, videoShape } from './shape.ts';
import { foundVideo } from './video.ts';

/** The resolver that asks yt-dlp, a program of its own. */
export class YtDlpResolver implements Resolver {
  readonly name = 'yt-dlp';
  readonly #access: Access;
  readonly #program: string;
  readonly #onChild: (pid: number, running: boolean) => void;

  /**
   * @param program the yt-dlp the user wants; empty for the one that is found
   * @param onChild a process was started, or has ended, that would outlive this one when it is killed
   */
  constructor(access: Access, program: string, onChild: (pid: number, running: boolean) => void) {
    this.#access = access;
    this.#program = program;
    this.#onChild = onChild;
  }

  /** Any link may be one of the many sites that it knows. */
  claims(url: string): boolean {
    return webUrlOrNull(url, 'about:blank') !== null;
  }

  async video(question: Question): Promise<FoundVideo> {
    const { kind, value, version } = kindOf(await this.#ask(question, null));
    if (kind === 'list') return this.#onlyOne(value, question, version);
    const found = this.#video(value, question.url, version);
    return found.live === 'live' && found.site === 'YouTube' ? { ...found, dash: await this.#dash(question) } : found;
  }

  /**
   * The DASH manifest of a live video of YouTube, which reaches back to its beginning or hours. It has to be asked for apart: with it
   * come, for a video that has just ended, formats of which the beginning is gone.
   */
  async #dash(question: Question): Promise<Place | null> {
    try {
      const { value, version } = kindOf(await this.#ask(question, null, true));
      const found = this.#video(value, question.url, version);
      return found.live === 'live' ? found.dash : null;
    } catch {
      question.signal.throwIfAborted();
      return null;
    }
  }

  async list(question: Question & { readonly next: string | null }): Promise<FoundList> {
    const page = pageOf(question.next);
    if (page === undefined) throw new Failure('invalid-input', { detail: 'there is no such page of a list' });
    const url = listUrl(question.url);
    // One more than the page holds, to see whether there are more.
    const answer = await this.#ask({ ...question, url }, { first: page.first, last: page.last + 1 });
    const { kind, value, version } = kindOf(answer);
    const found = listShape.parse(value);
    return kind === 'video' ? listOfOne(found, url, version) : foundList(found, url, version, page);
  }

  /**
   * Some sites answer a link to one video with a list that holds nothing else.
   * @throws Failure `is-list` for any other list
   */
  async #onlyOne(value: unknown, question: Question, version: string): Promise<FoundVideo> {
    const { entries, playlist_count } = listShape.parse(value);
    const all = (entries ?? []).filter((each) => each !== null);
    const [only] = those(entryShape, all);
    if (only === undefined) throw new Failure('no-stream', { detail: `yt-dlp ${version}: an empty list` });
    if (all.length !== 1 || (playlist_count ?? 1) > 1) throw isList();
    const type = only._type ?? 'video';
    if (type === 'video') return this.#video(all[0], question.url, version);
    const url = type === 'url' || type === 'url_transparent' ? webUrlOrNull(only.url ?? '', 'about:blank') : null;
    if (url === null) throw isList();
    const further = kindOf(await this.#ask({ ...question, url }, null));
    if (further.kind === 'list') throw isList();
    return this.#video(further.value, url, further.version);
  }

  #video(value: unknown, url: string, version: string): FoundVideo {
    return foundVideo(videoShape.parse(value), url, version, this.#given());
  }

  /** Only links of the web: yt-dlp takes other words for searches, and files for what they hold. */
  async #ask({ url, signal }: Question, entries: Asked['entries'], incomplete = false): Promise<Answer> {
    if (!this.claims(url)) throw new Failure('unsupported', { detail: 'not a link of the web' });
    const asking = { access: this.#access, setting: this.#program, onChild: this.#onChild };
    return askYtDlp({ url, entries, incomplete, signal }, asking);
  }

  #given(): Given {
    const { headers, auth, cookies } = this.#access;
    const fields = new Set(headers.map(({ name }) => name.toLowerCase()));
    return { fields, anonymous: auth === null && cookies === null && !fields.has('cookie') };
  }
}

function isList(): Failure {
  return new Failure('is-list');
}

/** What an answer is. */
function kindOf({ value, type, version }: Answer): { kind: 'video' | 'list'; value: unknown; version: string } {
  if (type === 'playlist' || type === 'multi_video') return { kind: 'list', value, version };
  if (type === 'video') return { kind: 'video', value, version };
  throw new Failure('extractor-outdated', { detail: `yt-dlp ${version}: an answer of an unknown kind` });
}

/** Of a channel without more, yt-dlp lists its tabs; what is meant are its videos. */
function listUrl(url: string): string {
  const link = youtubeLink(url);
  return link?.kind === 'channel' && link.tab === null ? youtubeUrl({ ...link, tab: 'videos' }) : url;
}
