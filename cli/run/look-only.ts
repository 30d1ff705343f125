import { type ErrorCode, Failure } from '../../contract/errors.ts';
import type { ListEntry, ListInfo, VideoInfo } from '../../contract/video.ts';
import { complain } from '../complain.ts';
import { exitOfAll, exits } from '../exit.ts';
import { paintFor } from '../format/paint.ts';
import { call } from '../session/call.ts';
import { openSession, type Session } from '../session/session.ts';
import { say } from '../text/say.ts';
import { answeredText, listText } from '../text/video.ts';
import { entryLine, entryTable } from '../video/entries.ts';
import { formatLines } from '../video/formats.ts';
import { entryPages } from '../video/pages.ts';
import { askingOf, type VideoRequest } from './add-videos.ts';

/** Ctrl-C ends a command that gets nothing as it ends any. */
const never = new AbortController().signal;

/** What is shown of what links lead to. */
interface Shown {
  /** the entries of lists; else what can be had of videos */
  readonly list: boolean;
  readonly json: boolean;
}

/** Shows what links lead to and gets nothing: a table, or one JSON object a line. Returns the exit code. */
export async function lookOnly(request: VideoRequest, { list, json }: Shown): Promise<number> {
  const session = await openSession('none');
  const failed: ErrorCode[] = [];
  try {
    for (const [index, url] of request.links.entries()) {
      if (index > 0 && !json) process.stdout.write('\n');
      const as = list ? 'list' : 'video';
      try {
        const found = await call(session.engine, 'videos.look', { ...askingOf(request), url, as });
        if (found.kind === 'list') await showList(session, found, request, json);
        else if (found.kind === 'video') showVideo(found, json);
      } catch (error) {
        // the links behind it are not to blame
        if (!(error instanceof Failure)) throw error;
        failed.push(error.code);
        complain(error);
      }
    }
    return exits[exitOfAll(failed)].code;
  } finally {
    await session.close();
  }
}

function showVideo(video: VideoInfo, json: boolean): void {
  const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  const lines = json ? [JSON.stringify(video)] : formatLines(video, width, paintFor(process.stdout));
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A table on a terminal; in a pipe one line an entry with fields between tabs and without titles; as JSON one object an entry. */
async function showList(session: Session, list: ListInfo, request: VideoRequest, json: boolean): Promise<void> {
  const { stdout, stderr } = process;
  const entries: ListEntry[] = [];
  for await (const page of entryPages(session.engine, list, askingOf(request), request.items, never)) {
    if (json) for (const entry of page) stdout.write(`${JSON.stringify(entry)}\n`);
    else if (stdout.isTTY) entries.push(...page);
    else for (const entry of page) stdout.write(`${entryLine(entry)}\n`);
  }
  if (json) return;
  if (!stdout.isTTY) return void stderr.write(`${listText(list)}, ${answeredText(list.answeredBy)}\n`);
  const paint = paintFor(stdout);
  const table = entries.length === 0 ? [say.noEntries(request.items)] : entryTable(entries, stdout.columns, paint);
  stdout.write(`${[paint.bold(listText(list)), ...table, paint.dim(answeredText(list.answeredBy))].join('\n')}\n`);
}
