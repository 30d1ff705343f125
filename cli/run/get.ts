import type { CallInput } from '../../contract/calls.ts';
import { checksum, type TransferOptions } from '../../contract/transfer.ts';
import { printable } from '../format/printable.ts';
import { wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import { addMixed } from './add-mixed.ts';
import { type DownloadOptions, downloadFrom } from './download.ts';
import { fetchAll } from './fetch.ts';
import { checkOneLink, linksFrom } from './links.ts';
import { mannersFrom } from './manners.ts';
import { reporterFor } from './reporter-for.ts';
import { withLogin } from './transfer.ts';

/** The options of `sluice get`, as they were read. */
export interface GetOptions extends DownloadOptions {
  readonly checksum?: string | undefined;
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
  const { name, shared } = await downloadFrom(options, checksumFrom(options.checksum));
  return { tasks: links.map((url) => (name === undefined ? { url } : { url, name })), ...shared };
}

/** What only files know of a transfer. */
function checksumFrom(given: string | undefined): Pick<TransferOptions, 'checksum'> {
  if (given === undefined) return {};
  const sum = checksum.safeParse(given);
  if (!sum.success) throw new WrongUse(wrong.checksum(printable(given)));
  return { checksum: sum.data };
}
