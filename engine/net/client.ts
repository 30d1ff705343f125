import { isIP, type Socket } from 'node:net';
import type { Header } from '../../contract/transfer.ts';
import type { JobReach } from '../../contract/worker-messages.ts';
import { isLocalName, isPublicAddress } from './address.ts';
import { type BodySink, Connection } from './connection.ts';
import { dial, dialTunnel } from './dial.ts';
import { type ProxyServer, proxyFor } from './proxy.ts';
import { basicAuthorization, encodeRequest, type Method } from './request-head.ts';
import type { ResponseHead } from './response-head.ts';

/** One request. */
export interface ClientRequest {
  readonly url: URL;
  /** `GET` when absent */
  readonly method?: Method;
  /** what goes with a POST */
  readonly body?: Uint8Array | null;
  readonly headers: readonly Header[];
  /** `direct`, `environment`, or the URL of a proxy */
  readonly proxy: string;
  /** refuse addresses of this machine and of private networks, also where the client itself does not */
  readonly publicOnly: boolean;
  /** milliseconds without a byte after which the connection counts as dead */
  readonly idleMs: number;
  readonly signal: AbortSignal;
}

/** An answer whose head has come. Either `body` or `cancel` has to be called, else the connection is held for ever. */
export interface ClientResponse {
  readonly head: ResponseHead;
  /** the server is on this machine or in a private network; through a proxy only known for literal addresses */
  readonly private: boolean;
  /** Reads the body to its end into a sink; afterwards the connection serves others. Rejects when it ends too early. */
  body(sink: BodySink): Promise<void>;
  /** Reads on after the sink asked to stop. */
  resume(): void;
  /** Gives the rest of the body up. */
  cancel(reason?: unknown): void;
}

/** Milliseconds an idle connection is kept; most servers close theirs after 5 s or more. */
const KEEP_MS = 4000;
const KEEP_PER_ORIGIN = 16;

/**
 * The HTTP/1.1 client of everything that Sluice fetches: keeps connections per origin, reads bodies straight into the
 * caller's memory. No cookies, no redirects: whoever asks decides about those.
 */
export class HttpClient {
  readonly #idle = new Map<string, { connection: Connection; timer: NodeJS.Timeout }[]>();
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #reach: JobReach;

  /**
   * @param environment where proxies may be set
   * @param reach what holds for everything that is ever asked for over it, whatever a request says
   */
  constructor(environment: Readonly<Record<string, string | undefined>>, reach: JobReach = 'any') {
    this.#environment = environment;
    this.#reach = reach;
  }

  /** Whether nothing of this computer and of private networks is reached over it. */
  get publicOnly(): boolean {
    return this.#reach !== 'any';
  }

  /**
   * Sends a GET and waits for the head of the answer, whatever its status.
   * @throws Failure of `dial` and `Connection`; the reason of the signal when it is aborted
   */
  get(request: Omit<ClientRequest, 'method' | 'body'>): Promise<ClientResponse> {
    return this.send(request);
  }

  /**
   * Sends a request and waits for the head of the answer, whatever its status. One that went out on a kept connection goes out
   * again when that turns out to be closed before any answer began, also a POST: so it has to be one that may come twice.
   * @throws as `get`
   */
  async send(request: ClientRequest): Promise<ClientResponse> {
    request.signal.throwIfAborted();
    const proxy = proxyFor(request.url, request.proxy, this.#environment);
    const key = JSON.stringify([request.url.origin, request.proxy, proxy?.host, proxy?.port, request.publicOnly]);
    for (let reused = this.#take(key); reused !== undefined; reused = this.#take(key)) {
      try {
        return await this.#exchange(reused, request, proxy, key);
      } catch (error) {
        // A kept connection may have been closed just then; without any answer the request can go out again.
        if (request.signal.aborted || reused.answered) throw error;
      }
    }
    const { url, publicOnly, signal, idleMs } = request;
    const reach = this.#reach === 'any' && publicOnly ? 'outward' : this.#reach;
    const connection = await Connection.open({ url, proxy, reach, signal }, idleMs);
    return this.#exchange(connection, request, proxy, key);
  }

  /**
   * Opens a connection over which somebody else asks, under the rules of this client.
   * @param server its scheme says which proxy of the environment is meant, nothing more
   * @param proxy as in a request
   * @throws Failure of `dialTunnel`
   */
  tunnel(server: URL, port: number, proxy: string, signal: AbortSignal): Promise<Socket> {
    const host = server.hostname.replace(/^\[|\]$/g, '');
    const through = proxyFor(server, proxy, this.#environment);
    return dialTunnel({ host, port, proxy: through, reach: this.#reach, signal });
  }

  /**
   * Opens a connection for one plain HTTP request that somebody else writes, under the rules of this client.
   * @param proxy as in a request
   * @returns what has to stand in its first line, and the fields that the proxy wants
   * @throws Failure of `dial`
   */
  async openPlain(
    url: URL,
    proxy: string,
    signal: AbortSignal,
  ): Promise<{ socket: Socket; path: string; fields: readonly Header[] }> {
    const through = proxyFor(url, proxy, this.#environment);
    const { socket } = await dial({ url, proxy: through, reach: this.#reach, signal });
    const path = `${url.pathname}${url.search}`;
    if (through?.kind !== 'http') return { socket, path, fields: [] };
    const { auth } = through;
    const value = auth === undefined ? undefined : basicAuthorization(auth.user, auth.password);
    const fields = value === undefined ? [] : [{ name: 'Proxy-Authorization', value }];
    return { socket, path: `http://${url.host}${path}`, fields };
  }

  /** Ends the connections nobody uses. */
  close(): void {
    for (const list of this.#idle.values()) {
      for (const { connection, timer } of list) {
        clearTimeout(timer);
        connection.onClosed = () => {};
        connection.close(new Error('closed'));
      }
    }
    this.#idle.clear();
  }

  async #exchange(
    connection: Connection,
    request: ClientRequest,
    proxy: ProxyServer | undefined,
    key: string,
  ): Promise<ClientResponse> {
    const { signal } = request;
    const onAbort = (): void => connection.close(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const release = (): void => signal.removeEventListener('abort', onAbort);
    const plainProxy = proxy?.kind === 'http' && request.url.protocol === 'http:';
    const { method = 'GET', body = null } = request;
    try {
      signal.throwIfAborted();
      const text = encodeRequest({
        method,
        url: request.url,
        headers: request.headers,
        bodyBytes: method === 'POST' ? (body?.length ?? 0) : null,
        absoluteForm: plainProxy,
        proxyAuthorization:
          plainProxy && proxy.auth !== undefined ? basicAuthorization(proxy.auth.user, proxy.auth.password) : undefined,
      });
      const head = await connection.request(text, body, Math.max(request.idleMs, 30_000));
      return {
        head,
        private: isPrivate(request.url, proxy, connection.remoteAddress),
        body: async (sink) => {
          try {
            await connection.body(sink);
          } finally {
            release();
          }
          this.#keep(key, connection);
        },
        resume: () => connection.resume(),
        cancel: (reason) => {
          release();
          connection.close(reason ?? new Error('canceled'));
        },
      };
    } catch (error) {
      release();
      connection.close(error);
      throw error;
    }
  }

  #take(key: string): Connection | undefined {
    const entry = this.#idle.get(key)?.pop();
    if (entry === undefined) return undefined;
    clearTimeout(entry.timer);
    entry.connection.onClosed = () => {};
    return entry.connection;
  }

  #keep(key: string, connection: Connection): void {
    if (!connection.idle) return;
    const list = this.#idle.get(key) ?? [];
    this.#idle.set(key, list);
    const drop = (): void => {
      const at = list.findIndex((entry) => entry.connection === connection);
      if (at >= 0) clearTimeout(list.splice(at, 1)[0]?.timer);
      if (list.length === 0 && this.#idle.get(key) === list) this.#idle.delete(key);
    };
    connection.onClosed = drop;
    const timer = setTimeout(() => {
      drop();
      connection.close(new Error('kept long enough'));
    }, KEEP_MS);
    list.push({ connection, timer });
    if (list.length > KEEP_PER_ORIGIN) list[0]?.connection.close(new Error('too many kept'));
  }
}

function isPrivate(url: URL, proxy: ProxyServer | undefined, remote: string | undefined): boolean {
  if (proxy === undefined) return remote !== undefined && !isPublicAddress(remote);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? isLocalName(host) : !isPublicAddress(host);
}
