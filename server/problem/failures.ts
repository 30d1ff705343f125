import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, Failure } from '../../contract/errors.ts';
import type { Log } from '../../engine/host.ts';
import { type Problem, problemOf, problemType } from './problem.ts';

/** What Fastify itself complains of, by the status it would answer. */
const byStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid-input',
  // of files that the page may not give
  403: 'no-such-place',
  404: 'no-such-place',
  405: 'wrong-method',
  413: 'too-large',
  414: 'too-large',
  415: 'wrong-type',
  429: 'too-many-requests',
};

/** Answers with a problem what was thrown. What is no `Failure` and nothing that Fastify says of a request stays in the log. */
export function answerFailure(log: Log, thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = failureOf(thrown);
  const { headers, body } = problemOf(failure);
  if (failure.code === 'internal') {
    const reason = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    log.error('a request failed', { method: request.method, route: request.routeOptions.url ?? null, reason });
  }
  return (
    reply
      .code(body.status)
      .headers({ 'cache-control': 'no-store', ...headers })
      .type(problemType)
      // bytes, as text would get a `charset`, which JSON has not
      .send(Buffer.from(JSON.stringify(body)))
  );
}

function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (!(thrown instanceof Error)) return new Failure('internal', { cause: thrown });
  // Fastify's own errors carry the status; their text speaks of the request and holds nothing of it but names
  const { statusCode = 500, code = '' }: Partial<FastifyError> = thrown;
  const known = byStatus[statusCode];
  if (known === undefined) return new Failure('internal', { cause: thrown });
  return new Failure(known, /^FST_/.test(code) || known === 'invalid-input' ? { detail: thrown.message } : {});
}

/** Nothing is at this address. */
export function refusePlace(app: FastifyInstance): void {
  app.setNotFoundHandler(() => {
    throw new Failure('no-such-place');
  });
}

/** Whether an answer has begun, within which nothing else may stand. Node's own handler looks at the same. */
function isAnswering(socket: Socket & { readonly _httpMessage?: { readonly headersSent: boolean } | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}

/** Answers what is no HTTP at all, or too slow or large to be a request, and closes the connection. */
export function answerBadClient(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const code: ErrorCode = status === 431 ? 'too-large' : status === 408 ? 'timeout' : 'invalid-input';
  const body: Problem = { ...problemOf(new Failure(code)).body, status };
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...[`Content-Type: ${problemType}`, `Content-Length: ${Buffer.byteLength(text)}`],
    ...['X-Content-Type-Options: nosniff', 'Connection: close'],
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
