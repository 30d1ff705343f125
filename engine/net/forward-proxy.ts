import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Failure } from '../../contract/errors.ts';
import type { HttpClient } from './client.ts';
import { netFailure } from './failure.ts';

/** Over what, and by which way, others are let out. */
export interface ForwardOptions {
  /** whose rules hold for where they connect to */
  readonly client: HttpClient;
  /** of the user, `direct` or `environment`: what is behind this one */
  readonly proxy: string;
}

const user = 'sluice';

/** Fields that are for one connection only (RFC 9110 section 7.6.1) and for the proxy itself. */
const ownFields =
  /^(?:connection|proxy-connection|keep-alive|te|trailer|transfer-encoding|upgrade|proxy-authorization|proxy-authenticate)$/iu;

/**
 * An HTTP proxy on loopback for a program of others, so that what this connects to obeys the rules of a client: CONNECT (RFC 9110
 * section 9.3.6) and the absolute form for plain HTTP (RFC 9112 section 3.2.2). Nobody gets through who does not know its secret,
 * which is made anew for each. Closed with all its connections.
 */
export class ForwardProxy implements AsyncDisposable {
  readonly #options: ForwardOptions;
  readonly #server = createServer((request, response) => void this.#forward(request, response));
  readonly #sockets = new Set<Socket>();
  readonly #closing = new AbortController();
  /** knows this proxy from any other program on the machine */
  readonly secret = randomBytes(32).toString('base64url');
  #refused: Failure | undefined;

  private constructor(options: ForwardOptions) {
    this.#options = options;
    this.#server.on('connection', (socket) => this.#track(socket));
    this.#server.on('connect', (request, socket: Socket, head) => void this.#connect(request, socket, head));
  }

  /** Opens one on a free port. */
  static async open(options: ForwardOptions): Promise<ForwardProxy> {
    const proxy = new ForwardProxy(options);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** Its address, without the secret. */
  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Its address with the secret: never logged, never an argument. */
  get url(): string {
    return this.address.replace('//', `//${user}:${this.secret}@`);
  }

  /** Why the first connection was refused that may not be made; `undefined` while none was. */
  get refused(): Failure | undefined {
    return this.#refused;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new Failure('canceled'));
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #connect({ headers, url: authority = '' }: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    if (!this.#isKnown(headers)) return void socket.end(plainAnswer(407));
    const server = /^(?:\[[\da-f:.]+\]|[^\s:/?#@\\]+):\d{1,5}$/iu.test(authority)
      ? URL.parse(`https://${authority}`)
      : null;
    if (server === null) return void socket.end(plainAnswer(400));
    try {
      const port = Number(server.port || 443);
      const onward = await this.#options.client.tunnel(server, port, this.#options.proxy, this.#closing.signal);
      this.#track(onward);
      if (socket.destroyed) return void onward.destroy();
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      socket.pipe(onward).pipe(socket);
      socket.once('close', () => onward.destroy());
      onward.once('close', () => socket.destroySoon());
    } catch (error) {
      socket.end(plainAnswer(this.#statusOf(error)));
    }
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const deny = (status: number): void => void response.writeHead(status, challenge(status)).end();
    if (!this.#isKnown(request.headers)) return deny(407);
    const url = URL.parse(request.url ?? '');
    if (url?.protocol !== 'http:' || url.username !== '' || url.password !== '') return deny(400);
    try {
      const { proxy, client } = this.#options;
      const { socket, path, fields } = await client.openPlain(url, proxy, this.#closing.signal);
      this.#track(socket);
      const headers = request.rawHeaders.flatMap((name, at, all) =>
        at % 2 === 1 || ownFields.test(name) ? [] : [name, all[at + 1] ?? ''],
      );
      // whatever it said, the host is the one that was judged
      const kept = headers.filter((_, at) => !/^host$/iu.test(headers[at - (at % 2)] ?? ''));
      const own = ['Host', url.host, 'Connection', 'close', ...fields.flatMap(({ name, value }) => [name, value])];
      const onward = send({
        ...{ method: request.method ?? 'GET', path, setHost: false, createConnection: () => socket },
        headers: [...own, ...kept],
      });
      onward.on('response', (answer) => {
        const { statusCode = 0 } = answer;
        // Node reads such a status, and throws when it is to be written
        if (statusCode < 200) return void onward.destroy(new Error(`the status ${statusCode} is none`));
        const given = answer.rawHeaders.filter((_, at, all) => !ownFields.test(all[at - (at % 2)] ?? ''));
        response.writeHead(statusCode, given);
        answer.pipe(response).on('error', () => socket.destroy());
        answer.on('error', () => response.destroy());
      });
      // which nobody has asked for
      onward.on('upgrade', () => {
        socket.destroy();
        deny(502);
      });
      onward.on('error', (error) => {
        if (response.headersSent) response.destroy();
        else deny(this.#statusOf(netFailure(error, url.host)));
      });
      response.on('close', () => onward.destroy());
      request.pipe(onward);
    } catch (error) {
      deny(this.#statusOf(error));
    }
  }

  /** How a failure is told to the program; what must not be reached is kept for who has started it. */
  #statusOf(error: unknown): number {
    if (!(error instanceof Failure)) return 502;
    if (error.code === 'private-address') this.#refused ??= error;
    return statuses[error.code] ?? 502;
  }

  #isKnown(headers: IncomingMessage['headers']): boolean {
    const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${this.secret}`).toString('base64')}`);
    const given = Buffer.from(headers['proxy-authorization'] ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#closing.signal.aborted) socket.destroy();
  }
}

const statuses: Readonly<Record<string, number>> = {
  'private-address': 403,
  forbidden: 403,
  'auth-required': 407,
  timeout: 504,
};

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  407: 'Proxy Authentication Required',
  502: 'Bad Gateway',
  504: 'Gateway Timeout',
};

function challenge(status: number): Record<string, string> {
  return status === 407 ? { 'Proxy-Authenticate': 'Basic realm="Sluice"' } : {};
}

function plainAnswer(status: number): string {
  const fields = Object.entries(challenge(status)).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${reasons[status] ?? ''}\r\n${fields.join('')}Content-Length: 0\r\nConnection: close\r\n\r\n`;
}
