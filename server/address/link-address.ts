import type { Server } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Where a server listens. */
interface Place {
  readonly address: string;
  readonly port: number;
}

/** Where a server of the network listens. */
export function listeningAt(server: Server): Place {
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('the server does not listen');
  return place;
}

/** Where this computer reaches a server that listens there, as in `http://127.0.0.1:8787/`. */
export function nearAddress({ address, port }: Place): string {
  return addressOf({ address: isAny(address) ? '127.0.0.1' : address, port });
}

/** Where others reach it too, as far as it listens for them: who listens everywhere is named by its first address that leads outside. */
export function farAddress({ address, port }: Place): string {
  return addressOf({ address: isAny(address) ? (outside() ?? '127.0.0.1') : address, port });
}

/** The address of the page that signs in with a code. It stands behind `#`, which is sent to nobody and gets into no log. */
export function linkWith(address: string, code: string): string {
  return `${address}#code=${code}`;
}

function addressOf({ address, port }: Place): string {
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}/`;
}

function isAny(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

function outside(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
