import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { FoundFormat } from '../../engine/sources/video/found.ts';
import type { Origin } from '../servers/faulty-server.ts';
import { format } from './task.ts';

/** A format of which the file lies on a server, under its own name. */
export function servedFormat(origin: Origin, path: string, change: Partial<FoundFormat>): Promise<FoundFormat> {
  const name = `/${basename(path)}`;
  origin.serve(name, { content: readFileSync(path), etag: `"${name}"` });
  return format(path, origin.url(name), change);
}
