import { Failure } from '../../../contract/errors.ts';
import type { Access } from '../video/access.ts';
import type { FoundList, FoundVideo } from '../video/found.ts';
import type { Resolver } from '../video/resolver.ts';
import { youtubeLink } from './links.ts';

/** The resolver that is built in: asks YouTube itself. */
export class YoutubeResolver implements Resolver {
  readonly name = 'builtin';

  /** @param clients as whom it asks, the first first; empty for the order that comes with Sluice */
  constructor(_access: Access, _clients: readonly string[]) {}

  claims(url: string): boolean {
    return youtubeLink(url) !== null;
  }

  video(): Promise<FoundVideo> {
    return Promise.reject(new Failure('unsupported'));
  }

  list(): Promise<FoundList> {
    return Promise.reject(new Failure('unsupported'));
  }
}
