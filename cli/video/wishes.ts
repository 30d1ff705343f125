import type { CallInput } from '../../contract/calls.ts';
import type { Settings } from '../../contract/settings.ts';

/** What was said of a video; what was not is left to the settings and the contract. */
export type VideoWishes = NonNullable<CallInput<'tasks.add'>['tasks'][number]['video']>;

/** The wishes with the format that is the usual one where none was said. */
export function wishesFor(
  wishes: VideoWishes,
  { videoFormat }: Pick<Settings, 'videoFormat'>,
): VideoWishes & { readonly format: string } {
  return { ...wishes, format: wishes.format ?? videoFormat };
}
