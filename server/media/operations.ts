import { z } from 'zod';
import { Failure } from '../../contract/errors.ts';
import { unwrap } from '../../contract/reply.ts';
import { apiRoot } from '../../contract/routes.ts';
import { type Answer, type Operation, operation } from '../operation/operation.ts';
import type { ServeOptions } from '../serve-options.ts';
import { dispositionOf } from './file-name.ts';
import { sendFile } from './send-file.ts';
import { listArtifacts, listedArtifact, listedFragment, listFragments } from './task-files.ts';
import { lastLines } from './task-log.ts';
import { openWatched } from './watched-file.ts';

const ofTask = { id: z.string() };
const path = `${apiRoot}/tasks/{id}`;

/** What may be asked of a file besides its name (RFC 9110); it is read where it is answered. */
const conditions = z.object({
  range: z.string().optional().describe('`bytes=0-499`: the first 500 bytes; `bytes=-500`: the last'),
  'if-range': z.string().optional().describe('The `ETag` that the range is of; of another file the whole comes'),
  'if-match': z.string().optional().describe('Only the file of this `ETag`, else 412'),
  'if-none-match': z.string().optional().describe('Not the file of this `ETag`, else 304'),
  'if-modified-since': z.string().optional().describe('Only when it was changed after this date, else 304'),
  'if-unmodified-since': z.string().optional().describe('Only when it was not, else 412'),
});

/** What a file may be answered with (RFC 9110). */
const fileAnswers: Readonly<Record<number, Answer>> = {
  200: {
    description: 'The file',
    type: '*/*',
    headers: { ETag: 'Strong; another one when the file is another', 'Last-Modified': 'When the file was changed' },
  },
  206: {
    description: 'The range that was asked for; several ranges are answered with the whole',
    type: '*/*',
    headers: { 'Content-Range': 'First and last byte, and the size of the file' },
  },
  304: { description: 'The file is the one that the request names' },
  412: { description: 'The file is not the one that the request names' },
  416: { description: 'Nothing of the file is in this range', headers: { 'Content-Range': 'The size of the file' } },
};

/** The files of tasks: those that are finished, and what is stored of a recording. */
export function mediaOperations({ engine }: Pick<ServeOptions, 'engine'>): readonly Operation[] {
  const show = async (id: string) => unwrap(await engine.call('tasks.show', { id }));
  return [
    operation({
      id: 'listArtifacts',
      method: 'GET',
      path: `${path}/artifacts`,
      tag: 'files',
      summary: 'List the finished files of a task',
      description: 'In the order they came; those of a recording also while more may come.',
      params: z.object(ofTask),
      answers: { 200: { description: 'The files', schema: z.object({ artifacts: z.array(listedArtifact) }) } },
      problems: ['no-such-task'],
      handle: async ({ params }) => ({ status: 200, body: { artifacts: listArtifacts(await show(params.id)) } }),
    }),
    operation({
      id: 'getArtifact',
      method: 'GET',
      path: `${path}/artifacts/{number}`,
      tag: 'files',
      summary: 'Get a finished file',
      description:
        'Also in parts, and on conditions (ETag, dates). A file that changes while it is sent ends the connection, so that it does not look whole.',
      params: z.object({ ...ofTask, number: z.coerce.number().int().min(1).max(1_000_000) }),
      query: z.object({
        inline: z.boolean().default(false).describe('To be shown, and not to be kept under its name'),
      }),
      headers: conditions,
      answers: fileAnswers,
      problems: ['no-such-task', 'no-such-place', 'file-missing'],
      handle: async ({ params, query, request, reply }) => {
        const opened = await openWatched(engine, { id: params.id, part: params.number });
        const disposition = dispositionOf(opened.path, query.inline ? 'inline' : 'attachment');
        return sendFile(request, reply, opened, { 'Content-Disposition': disposition });
      },
    }),
    operation({
      id: 'listFragments',
      method: 'GET',
      path: `${path}/fragments`,
      tag: 'files',
      summary: 'List the fragments of a recording',
      description: 'As the ledger has them, also those that are not closed yet.',
      params: z.object(ofTask),
      answers: { 200: { description: 'The fragments', schema: z.object({ fragments: z.array(listedFragment) }) } },
      problems: ['no-such-task', 'conflict', 'file-missing'],
      handle: async ({ params: { id } }) => {
        const timeline = unwrap(await engine.call('tasks.timeline', { id }));
        return { status: 200, body: { fragments: listFragments(await show(id), timeline) } };
      },
    }),
    operation({
      id: 'watchRecording',
      method: 'GET',
      path: `${path}/live/{file}`,
      tag: 'files',
      summary: 'Watch a recording while it grows',
      description: '`watch.m3u8` is the playlist (HLS) of what is stored so far; the others are what it names.',
      params: z.object({ ...ofTask, file: z.string() }),
      headers: conditions,
      answers: fileAnswers,
      problems: ['no-such-task', 'no-such-place', 'file-missing'],
      handle: async ({ params, request, reply }) =>
        sendFile(request, reply, await openWatched(engine, { id: params.id, live: params.file })),
    }),
    operation({
      id: 'readLog',
      method: 'GET',
      path: `${path}/log`,
      tag: 'files',
      summary: 'Read the log of a task',
      description: 'Its last lines, each a JSON object. Empty where there is none.',
      params: z.object(ofTask),
      query: z.object({ lines: z.number().int().min(1).max(10_000).default(1000) }),
      answers: { 200: { description: 'The lines', type: 'text/plain; charset=utf-8', schema: z.string() } },
      problems: ['no-such-task'],
      handle: async ({ params, query }) => {
        const { logFile } = await show(params.id);
        const body = logFile === null ? '' : await lastLines(logFile, query.lines).catch(emptyIfMissing);
        return { status: 200, body };
      },
    }),
  ];
}

/** It may be removed with its task in this moment. */
function emptyIfMissing(error: unknown): string {
  if (error instanceof Failure && error.code === 'file-missing') return '';
  throw error;
}
