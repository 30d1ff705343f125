import { Failure } from '../../../contract/errors.ts';
import type { Access } from '../video/access.ts';
import type { FoundList, FoundVideo } from '../video/found.ts';
import type { Question, Resolver } from '../video/resolver.ts';
import { clientsOf } from './clients.ts';
import { type YoutubeLink, youtubeLink } from './links.ts';

/** The resolver that is built in: asks YouTube itself. What knows the site is loaded when it is needed. */
export class YoutubeResolver implements Resolver {
  readonly name = 'builtin';
  readonly #access: Access;
  readonly #clients: readonly string[];

  /** @param clients as whom it asks, the first first; empty for the order that comes with Sluice */
  constructor(access: Access, clients: readonly string[]) {
    this.#access = access;
    this.#clients = clients;
  }

  claims(url: string): boolean {
    return youtubeLink(url) !== null;
  }

  /** @throws also `invalid-input` for clients that nobody knows */
  async video({ url, signal }: Question): Promise<FoundVideo> {
    const link = linkOf(url);
    const clients = clientsOf(this.#clients);
    const { askLink, Site } = await import('./asking.ts');
    const ask = async () => askLink(await Site.open(this.#access, signal), link, clients, signal);
    return unlessAborted(ask(), signal);
  }

  async list({ url, signal, next }: Question & { readonly next: string | null }): Promise<FoundList> {
    const link = linkOf(url);
    const { askList, askNextPage, Site } = await import('./asking.ts');
    const ask = async () => {
      const site = await Site.open(this.#access, signal);
      return next === null ? askList(site, link) : askNextPage(site, next);
    };
    return unlessAborted(ask(), signal);
  }
}

/** Code of a player that is being run need not be waited for. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const give = (): void => reject(signal.reason);
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { signal: over.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    over.abort();
  }
}

function linkOf(url: string): YoutubeLink {
  const link = youtubeLink(url);
  if (link === null) throw new Failure('unsupported', { detail: 'no link to a video or a list of YouTube' });
  return link;
}
