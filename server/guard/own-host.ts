import { isIP } from 'node:net';

/** What a server answers to. */
export interface OwnHosts {
  /** what this machine calls itself */
  readonly machine: string;
  /** names, or names with a port, that were added */
  readonly names: readonly string[];
  /** that it listens on; `undefined` when a proxy stands before it, and the port is the proxy's */
  readonly port: number | undefined;
}

/**
 * Whether a request meant this server, by its `Host`. A page of a stranger can have its own name lead here (DNS rebinding), so
 * names count only when they are known to be ours. An address is no name: no one can have a page under it but who answers there.
 * @param authority as `Host` has it
 * @param standard port where none is written: 80 or 443
 */
export function isOwnHost(authority: string | undefined, standard: number, own: OwnHosts): boolean {
  const asked = read(authority);
  if (asked === undefined) return false;
  const added = own.names.map(read).filter((name) => name !== undefined);
  if (added.some(({ host, port }) => host === asked.host && (port ?? asked.port) === asked.port)) return true;
  if (own.port !== undefined && (asked.port ?? standard) !== own.port) return false;
  return isIP(asked.host) !== 0 || namesOf(own.machine).has(asked.host);
}

function namesOf(machine: string): ReadonlySet<string> {
  const whole = bare(machine);
  const [first = whole] = whole.split('.');
  return new Set(['localhost', whole, first, `${first}.local`]);
}

function read(authority: string | undefined): { readonly host: string; readonly port: number | undefined } | undefined {
  const [, literal, name, port] = /^(?:\[([\da-f:.]+)\]|([^\s:@/?#[\]]+))(?::(\d{1,5}))?$/i.exec(authority ?? '') ?? [];
  const host = literal ?? name;
  if (host === undefined) return undefined;
  return { host: bare(host), port: port === undefined ? undefined : Number(port) };
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
