import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Visitor } from '../door/door.ts';
import { type Held, leastNeeded } from './least-needed.ts';

/** What connections may take. */
export interface ConnectionTerms {
  /** so many at once */
  readonly most: number;
  /** milliseconds without a byte going either way, after which a peer that we wait for is let go */
  readonly patience: number;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface Connection extends Held {
  since: number;
  visitor: Visitor | undefined;
  readonly exchanges: Set<Exchange>;
}

/**
 * The connections of a server. There is always room for one more: who was silent for longest makes way, so nobody can keep others out
 * by holding connections, slow or idle ones, or ones whose answers are never read.
 */
export class Connections {
  readonly #all = new Map<Socket, Connection>();
  readonly #terms: ConnectionTerms;
  #count = 0;
  #closing = false;

  constructor(server: Server, terms: ConnectionTerms) {
    this.#terms = terms;
    server.on('connection', (socket) => this.#opened(socket));
    // before anybody answers
    server.prependListener('request', (request, response) => this.#asked({ request, response }));
    server.setTimeout(terms.patience, (socket) => this.#silent(socket));
  }

  get size(): number {
    return this.#all.size;
  }

  /** Notes who sent the last request of a connection, `undefined` for a stranger. */
  mark(socket: Socket, visitor: Visitor | undefined): void {
    const connection = this.#all.get(socket);
    if (connection !== undefined) connection.visitor = visitor;
  }

  /** Ends the connections of those who are no longer welcome, with what is underway on them. */
  expel(isExpelled: (visitor: Visitor) => boolean): void {
    for (const [socket, { visitor }] of this.#all) if (visitor !== undefined && isExpelled(visitor)) socket.destroy();
  }

  /** Lets go of everybody who has not asked anything, and of everybody else after the answer. */
  leave(): void {
    this.#closing = true;
    for (const [socket, { exchanges }] of this.#all) if (exchanges.size === 0) socket.destroySoon();
  }

  destroy(): void {
    for (const socket of this.#all.keys()) socket.destroy();
  }

  #opened(socket: Socket): void {
    if (this.#closing) socket.destroy();
    else if (this.#all.size >= this.#terms.most) this.#makeRoom(socket);
    if (socket.destroyed) return;
    this.#all.set(socket, {
      since: this.#count++,
      visitor: undefined,
      exchanges: new Set(),
      get known() {
        return this.visitor !== undefined;
      },
      get answering() {
        return this.exchanges.size > 0;
      },
    });
    socket.once('close', () => this.#all.delete(socket));
  }

  #makeRoom(newest: Socket): void {
    const socket = leastNeeded(this.#all) ?? newest;
    this.#all.delete(socket);
    socket.destroy();
  }

  #asked(exchange: Exchange): void {
    const { request, response } = exchange;
    const connection = this.#all.get(request.socket);
    if (connection === undefined) return;
    connection.exchanges.add(exchange);
    const complete = (): void => {
      connection.since = this.#count++;
    };
    if (hasBody(request)) request.once('end', complete);
    else complete();
    response.once('close', () => {
      connection.exchanges.delete(exchange);
      if (this.#closing && connection.exchanges.size === 0) request.socket.destroySoon();
    });
  }

  /** Whoever we wait for in vain is let go; who waits for us is not. */
  #silent(socket: Socket): void {
    const exchanges = [...(this.#all.get(socket)?.exchanges ?? [])];
    const isOurTurn = exchanges.length > 0 && exchanges.every(({ request }) => request.complete);
    if (isOurTurn && socket.writableLength === 0) socket.setTimeout(this.#terms.patience);
    else socket.destroy();
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
