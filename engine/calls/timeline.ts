import { readFile } from 'node:fs/promises';
import { Failure } from '../../contract/errors.ts';
import { type Timeline, timeline } from '../../contract/recording.ts';
import { errnoOf, fileFailure } from '../files/failure.ts';
import { unfinishedPaths } from '../files/unfinished.ts';
import { ledgerType, workFiles } from '../record/work-files.ts';
import type { Handler } from './parts.ts';

/** The ledger of a recording: of a finished one the file beside it, else the newest that its worker has written. */
export const showTimeline: Handler<'tasks.timeline'> = async ({ book, store }, { id }) => {
  const record = book.get(id);
  if (record === undefined) throw new Failure('no-such-task');
  if (record.recording === null) throw new Failure('conflict', { detail: 'not a recording' });
  const beside = store.artifacts.of(id).find(({ type }) => type === ledgerType);
  const path = beside?.path ?? workFiles(unfinishedPaths(record.directory, id).recording).timeline;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw fileFailure(error, path);
    if (beside !== undefined) throw new Failure('file-missing', { detail: path });
    return nothingYet(record.url, record.name, record.recording.duration);
  }
  return parsed(text, path);
};

/** Somebody may have changed the file beside the recording. */
function parsed(text: string, path: string): Timeline {
  try {
    return timeline.parse(JSON.parse(text));
  } catch (cause) {
    throw new Failure('corrupt-media', { detail: `the ledger cannot be read: ${path}`, cause });
  }
}

function nothingYet(url: string, title: string, asked: number | null): Timeline {
  return {
    ...{ version: 1, url, title, startedAt: null, streamStartedAt: null, length: 0, recorded: 0, asked, ended: false },
    segments: { expected: 0, stored: 0, missing: 0, duplicates: 0 },
    ...{ tracks: [], fragments: [], gaps: [], breaks: [] },
  };
}
