import type { BothInfo } from '../../contract/video.ts';
import { printable } from '../format/printable.ts';
import type { Reporter } from '../report/reporter.ts';
import { say } from '../text/say.ts';

/** What is meant by a link that leads to a video and to the list it is in. */
export type Meant = 'video' | 'list';

/** Decides what is meant by such links: asks a person where there is one, and takes the video where there is none. */
export class VideoOrList {
  readonly #reporter: Reporter;
  readonly #mayAsk: boolean;
  readonly #several: boolean;
  #standing: Meant | undefined;
  #canceled = false;

  /** @param several whether there are more links, so that one answer may stand for all */
  constructor(reporter: Reporter, { mayAsk, several }: { readonly mayAsk: boolean; readonly several: boolean }) {
    this.#reporter = reporter;
    this.#mayAsk = mayAsk;
    this.#several = several;
  }

  /** `undefined` when the person wants neither. */
  async meantBy(link: BothInfo): Promise<Meant | undefined> {
    if (!this.#mayAsk) {
      this.#reporter.note(say.tookVideo(printable(link.video), printable(link.list)));
      return 'video';
    }
    if (this.#standing !== undefined) return this.#standing;
    if (this.#canceled) return undefined;
    this.#reporter.hide();
    const { askChoice } = await import('../input/ask.ts');
    const answer = await askChoice(
      say.videoOrListQuestion(printable(link.video), this.#several),
      ['v', 'l', 'V', 'L'],
      'v',
    );
    this.#canceled = answer === undefined;
    const meant = answer === undefined ? undefined : answer.toLowerCase() === 'l' ? 'list' : 'video';
    if (answer === 'V' || answer === 'L') this.#standing = meant;
    return meant;
  }
}
