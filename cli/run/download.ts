import type { CallInput } from '../../contract/calls.ts';
import type { DuplicatePolicy } from '../../contract/settings.ts';
import type { TransferOptions } from '../../contract/transfer.ts';
import { printable } from '../format/printable.ts';
import { placeFrom } from '../parse/place.ts';
import { wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import type { FetchOptions } from './fetch.ts';
import { type TransferWishes, transferFrom } from './transfer.ts';

/** The options of commands that download what links lead to, as they were read. */
export interface DownloadOptions extends TransferWishes, FetchOptions {
  readonly output?: string | undefined;
  readonly dir?: string | undefined;
  readonly input?: readonly string[] | undefined;
  readonly connections?: number | null | undefined;
  readonly user?: string | undefined;
  readonly duplicate?: DuplicatePolicy | undefined;
  readonly priority?: number | undefined;
}

/** What is asked of all downloads of a command. */
interface Download {
  /** of the only one; `undefined` where none was given */
  readonly name: string | undefined;
  readonly shared: Omit<CallInput<'tasks.add'>, 'tasks' | 'group'>;
}

/**
 * Reads what commands that download have in common. What was not said is left to the settings.
 * @param more what else is asked of each transfer
 * @throws WrongUse for a name that is none, and of `transferFrom`
 */
export async function downloadFrom(options: DownloadOptions, more: TransferOptions = {}): Promise<Download> {
  const { output, dir, connections, priority, duplicate } = options;
  const place = placeFrom(output, dir, process.cwd());
  if (place === undefined) throw new WrongUse(wrong.outputName(printable(output ?? '')));
  const { name, directory } = place;
  const transfer = {
    ...(connections === undefined ? {} : { connections }),
    ...more,
    ...(await transferFrom(options)),
  };
  return {
    name,
    shared: {
      ...(directory === undefined ? {} : { directory }),
      ...(priority === undefined ? {} : { priority }),
      ...(duplicate === undefined ? {} : { duplicates: duplicate }),
      ...(Object.keys(transfer).length === 0 ? {} : { options: transfer }),
    },
  };
}
