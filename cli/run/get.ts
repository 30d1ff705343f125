import type { CallInput } from '../../contract/calls.ts';
import { checksum, type TransferOptions } from '../../contract/transfer.ts';
import { printable } from '../format/printable.ts';
import { placeFrom } from '../parse/place.ts';
import { wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import { addMixed } from './add-mixed.ts';
import { fetchAll } from './fetch.ts';
import { checkOneLink, linksFrom } from './links.ts';
import { mannersFrom } from './manners.ts';
import { reporterFor } from './reporter-for.ts';
import { transferFrom, withLogin } from './transfer.ts';

/** The options of `sluice get`, as they were read. */
export interface GetOptions {
  readonly output?: string | undefined;
  readonly dir?: string | undefined;
  readonly input?: readonly string[] | undefined;
  readonly connections?: number | null | undefined;
  readonly jobs?: number | undefined;
  readonly limitRate?: number | null | undefined;
  readonly checksum?: string | undefined;
  readonly header?: readonly string[] | undefined;
  readonly cookies?: string | undefined;
  readonly user?: string | undefined;
  readonly proxy?: string | undefined;
  readonly duplicate?: 'ask' | 'skip' | 'keep' | undefined;
  readonly priority?: number | undefined;
  readonly detach?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** `sluice get`: adds links and waits for their files. Returns the exit code. */
export async function get(urls: readonly string[], options: GetOptions): Promise<number> {
  const reporter = reporterFor(options);
  const { output, checksum: sum, input = [] } = options;
  const given = await linksFrom(urls, input);
  checkOneLink(given, { '--output': output, '--checksum': sum });
  const links = await withLogin(given, options, reporter);
  const request = await requestFrom(links, options);
  return fetchAll({
    options,
    reporter,
    begin: (session, abort) => addMixed(request, { session, reporter, abort, ...mannersFrom(options, links) }),
  });
}

/** What the engine is asked for, from everything the command line says. */
async function requestFrom(links: readonly string[], options: GetOptions): Promise<CallInput<'tasks.add'>> {
  if (options.output === '-') throw new WrongUse(wrong.outputStdout);
  const place = placeFrom(options.output, options.dir, process.cwd());
  if (place === undefined) throw new WrongUse(wrong.outputName(printable(options.output ?? '')));
  const transfer = await fileTransferFrom(options);
  const { name, directory } = place;
  return {
    tasks: links.map((url) => (name === undefined ? { url } : { url, name })),
    ...(directory === undefined ? {} : { directory }),
    ...(options.priority === undefined ? {} : { priority: options.priority }),
    ...(options.duplicate === undefined ? {} : { duplicates: options.duplicate }),
    ...(Object.keys(transfer).length === 0 ? {} : { options: transfer }),
  };
}

/** What is asked of each transfer, with what only files know. */
async function fileTransferFrom(options: GetOptions): Promise<TransferOptions> {
  const sum = options.checksum === undefined ? undefined : checksum.safeParse(options.checksum);
  if (sum?.success === false) throw new WrongUse(wrong.checksum(printable(options.checksum ?? '')));
  return {
    ...(options.connections === undefined ? {} : { connections: options.connections }),
    ...(sum === undefined ? {} : { checksum: sum.data }),
    ...(await transferFrom(options)),
  };
}
