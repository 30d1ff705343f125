import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { Failure } from '../../contract/errors.ts';
import type { Engine } from '../engine.ts';
import type { Log } from '../host.ts';
import { newAddress, removeAddress, writeAddress } from './address.ts';
import { Connection } from './connection.ts';

/**
 * Lets other processes of the same user reach the engine of a data folder, whose lock the caller holds.
 * @returns ends it: no new clients, and those that are there are disconnected
 * @throws Failure `internal` when the socket cannot be opened
 */
export async function serve(engine: Engine, paths: { readonly data: string }, log: Log): Promise<() => Promise<void>> {
  const address = newAddress(paths.data);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new Connection(socket, engine, address.token);
  });
  await listen(server, address.address);
  server.on('error', (error) => log.error('the local socket failed', { reason: error.message }));
  writeAddress(paths.data, address);
  return async () => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const socket of sockets) socket.destroySoon();
    removeAddress(paths.data, address);
    const patience = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, 1000);
    await closed;
    clearTimeout(patience);
  };
}

function listen(server: Server, path: string): Promise<void> {
  const isFile = process.platform !== 'win32';
  if (isFile) rmSync(path, { force: true });
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Failure('internal', { detail: `local socket: ${error.message}`, cause: error })),
    );
    // bound within this call, so nobody else is affected by the mask
    const mask = isFile ? process.umask(0o177) : 0;
    server.listen(path, () => resolve());
    if (isFile) {
      process.umask(mask);
      chmodSync(path, 0o600);
    }
  });
}
