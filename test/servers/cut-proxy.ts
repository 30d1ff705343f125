/**
 * A TCP proxy in front of a local server whose line a test can hold, cut and take away.
 *
 *     await using line = await startCutProxy(origin.port);
 *     … line.url('/a.bin') …
 *     line.cutAfter(100_000);      // one reset, once so many bytes more have come down
 *     line.stall(); line.pass();   // nothing moves, then it moves again
 *     await line.refuse(); await line.accept();
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CutProxy extends AsyncDisposable {
  readonly port: number;
  url(path: string): string;
  /** connections taken so far */
  readonly accepted: number;
  /** bytes that came down from the server so far */
  readonly passed: number;
  /** connections that are open now */
  connections(): number;
  /** nothing moves any more, in old and new connections */
  stall(): void;
  /** everything moves again */
  pass(): void;
  /** resets all connections that are open now */
  cut(): void;
  /** resets all connections once, when so many bytes more have come down */
  cutAfter(bytes: number): void;
  /** cuts, and refuses connections from now on */
  refuse(): Promise<void>;
  /** takes connections again, on the same port */
  accept(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1 in front of another one. */
export async function startCutProxy(targetPort: number): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  let passed = 0;
  let stalled = false;
  let cutAt = Number.POSITIVE_INFINITY;

  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const join = (from: Socket, to: Socket, down: boolean) => {
    sockets.add(from);
    from.on('data', (chunk) => {
      if (down) passed += chunk.length;
      if (passed >= cutAt) {
        cutAt = Number.POSITIVE_INFINITY;
        cut();
      } else if (!to.write(chunk)) {
        from.pause();
      }
    });
    to.on('drain', () => {
      if (!stalled) from.resume();
    });
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroySoon();
    });
    if (stalled) from.pause();
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    accepted += 1;
    const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    join(client, target, false);
    join(target, client, true);
  });
  const listen = (at: number) => new Promise<void>((listening) => server.listen(at, '127.0.0.1', listening));
  await listen(0);
  const { port } = server.address() as AddressInfo;

  const refuse = async () => {
    const closed = new Promise((done) => server.close(done));
    cut();
    await closed;
  };
  const close = async () => {
    if (server.listening) await refuse();
  };
  return {
    port,
    url: (path) => `http://127.0.0.1:${port}${path}`,
    get accepted() {
      return accepted;
    },
    get passed() {
      return passed;
    },
    connections: () => sockets.size / 2,
    stall: () => {
      stalled = true;
      for (const socket of sockets) socket.pause();
    },
    pass: () => {
      stalled = false;
      for (const socket of sockets) socket.resume();
    },
    cut,
    cutAfter: (bytes) => {
      cutAt = passed + bytes;
    },
    refuse,
    accept: () => listen(port),
    close,
    [Symbol.asyncDispose]: close,
  };
}
