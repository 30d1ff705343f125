import { Failure } from '../../../contract/errors.ts';
import type { Access } from '../video/access.ts';
import type { FoundList, FoundVideo } from '../video/found.ts';
import type { Resolver } from '../video/resolver.ts';

/** The resolver that asks yt-dlp, a program of its own. */
export class YtDlpResolver implements Resolver {
  readonly name = 'yt-dlp';

  /**
   * @param program the yt-dlp the user wants; empty for the one that is found
   * @param onChild a process was started, or has ended, that would outlive this one when it is killed
   */
  constructor(_access: Access, _program: string, _onChild: (pid: number, running: boolean) => void) {}

  claims(): boolean {
    return true;
  }

  video(): Promise<FoundVideo> {
    return Promise.reject(new Failure('tool-missing'));
  }

  list(): Promise<FoundList> {
    return Promise.reject(new Failure('tool-missing'));
  }
}
