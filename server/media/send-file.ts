import type { FastifyReply, FastifyRequest } from 'fastify';
import { fileAnswer } from './file-answer.ts';
import { fileBody } from './file-body.ts';
import { mediaType } from './media-type.ts';
import type { OpenedFile } from './open-file.ts';

/** What is true of every file that is sent, besides what is of every answer: no browser runs it or takes it for a part of the page. */
const harmless = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  // kept by the one who asked, and looked after before it is used again
  'Cache-Control': 'private, no-cache',
};

/** Answers with an open file, and closes it, however it goes. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  opened: OpenedFile,
  more: Readonly<Record<string, string>> = {},
): Promise<FastifyReply> {
  const asked = { method: request.method, header: (name: string) => request.headers[name]?.toString() };
  const { status, headers, range } = fileAnswer(asked, opened.facts, Date.now());
  reply.code(status).headers({ ...harmless, ...headers });
  if (range === null) {
    await opened.handle.close();
    return reply.send();
  }
  reply.headers({ ...more, 'Content-Type': mediaType(opened.path) });
  if (request.method !== 'HEAD') return reply.send(fileBody(opened, range));
  await opened.handle.close();
  // a body of unknown length, so that the one of the file is not written over
  return reply.send(new ReadableStream());
}
