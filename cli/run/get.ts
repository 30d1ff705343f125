import type { CallInput } from '../../contract/calls.ts';
import { checksum, type TransferOptions } from '../../contract/transfer.ts';
import { linksIn } from '../../engine/sources/links.ts';
import { exits } from '../exit.ts';
import { printable } from '../format/printable.ts';
import { readText } from '../input/read-text.ts';
import { withScheme } from '../parse/link.ts';
import { placeFrom } from '../parse/place.ts';
import type { Reporter } from '../report/reporter.ts';
import { openSession, type Session } from '../session/session.ts';
import { catchSignals } from '../signals.ts';
import { say, wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import { addLinks } from './add-links.ts';
import { reporterFor } from './reporter-for.ts';
import { transferFrom, withLogin } from './transfer.ts';
import { work } from './work.ts';

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
  const links = await linksOf(urls, options, reporter);
  const request = await requestFrom(links, options);
  const interruption = catchSignals();
  try {
    const session = await openSession('added', { jobs: options.jobs });
    if (!session.alone && options.jobs !== undefined) reporter.note(say.jobsIgnored);
    if (options.detach === true) {
      if (session.alone) {
        await session.close();
        throw new WrongUse(wrong.detachAlone);
      }
      const begun = await addLinks(session, request, reporter, mayAsk(options)).finally(() => session.close());
      if (options.json !== true && options.quiet !== true) reporter.note(say.detached(begun.tasks.length));
      return exits[begun.refused.length > 0 ? 'failed' : 'done'].code;
    }
    interruption.abort.addEventListener('abort', () => {
      if (process.stderr.isTTY && options.quiet !== true) reporter.note(say.pausing);
    });
    const begin = (open: Session) => addLinks(open, request, reporter, mayAsk(options));
    return await work(session, { begin, reporter, interruption });
  } finally {
    interruption.release();
  }
}

/** The links of the arguments and of all `--input` files, in order, with user and password put in. */
async function linksOf(urls: readonly string[], options: GetOptions, reporter: Reporter): Promise<string[]> {
  const links: string[] = [];
  for (const url of urls) {
    if (url === '-') links.push(...linksIn(await readText('-')).map((link) => link.url));
    else links.push(withScheme(url));
  }
  for (const file of options.input ?? []) links.push(...linksIn(await readText(file)).map((link) => link.url));
  if (links.length === 0) throw new WrongUse(wrong.noLinks);
  if (links.length > 1 && options.output !== undefined) throw new WrongUse(wrong.oneLink('--output'));
  if (links.length > 1 && options.checksum !== undefined) throw new WrongUse(wrong.oneLink('--checksum'));
  return withLogin(links, options, reporter);
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

/** Whether a person can be asked what to do with a duplicate. */
function mayAsk(options: GetOptions): boolean {
  const there = process.stdin.isTTY && process.stderr.isTTY;
  return there && options.json !== true && options.quiet !== true && (options.duplicate ?? 'ask') === 'ask';
}
