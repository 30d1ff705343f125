import type { HeaderList } from '../net/header-list.ts';

/** Algorithms we check, strongest first, with the names of RFC 9530, RFC 3230 and their length in bytes. */
const algorithms = [
  { name: 'sha512', field: 'sha-512', bytes: 64 },
  { name: 'sha256', field: 'sha-256', bytes: 32 },
  { name: 'sha1', field: 'sha', bytes: 20 },
  { name: 'md5', field: 'md5', bytes: 16 },
] as const;

/**
 * The digest of the whole file that a server names, as `algorithm:hex`, the strongest it offers: `Repr-Digest` (RFC 9530),
 * `Digest` (RFC 3230), `Content-MD5` (RFC 1864; only where the answer carries all of the file). `null` when there is none
 * that can be used.
 */
export function digestOf(headers: HeaderList, carriesAll: boolean): string | null {
  const offered = new Map<string, string>();
  for (const part of (headers.get('digest') ?? '').split(','))
    add(offered, part, /^\s*([\w-]+)=([A-Za-z0-9+/]+=*)\s*$/);
  for (const part of (headers.get('repr-digest') ?? '').split(',')) {
    add(offered, part, /^\s*([\w-]+)\s*=\s*:([A-Za-z0-9+/]+=*):\s*(?:;.*)?$/);
  }
  const md5 = carriesAll ? headers.first('content-md5')?.trim() : undefined;
  if (md5 !== undefined && !offered.has('md5')) offered.set('md5', md5);
  for (const { name, field, bytes } of algorithms) {
    const value = offered.get(field) ?? (field === 'sha' ? offered.get('sha-1') : undefined);
    if (value === undefined) continue;
    const digest = Buffer.from(value, 'base64');
    if (digest.length === bytes) return `${name}:${digest.toString('hex')}`;
  }
  return null;
}

function add(offered: Map<string, string>, part: string, form: RegExp): void {
  const match = form.exec(part);
  if (match?.[1] !== undefined && match[2] !== undefined) offered.set(match[1].toLowerCase(), match[2]);
}
