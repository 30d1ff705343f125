import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure } from '../../files/failure.ts';
import { numberedName } from '../../files/name.ts';
import { publish } from '../../files/publish.ts';

/** A file in its place. */
export interface PublishedFile {
  /** absolute */
  readonly path: string;
  /** bytes */
  readonly size: number;
  /** media type */
  readonly type: string;
}

/**
 * Publishes under a name, or the first numbered one that is free.
 * @returns the absolute path
 * @throws Failure
 */
export async function publishAs(data: string, directory: string, name: string): Promise<string> {
  for (let number = 0; ; number++) {
    const path = join(directory, number === 0 ? name : numberedName(name, number));
    if ((await publish(data, path)) === 'published') return path;
  }
}

/** @throws Failure */
export async function fileOf(path: string, type: string): Promise<PublishedFile> {
  try {
    return { path, size: (await stat(path)).size, type };
  } catch (error) {
    throw fileFailure(error, path);
  }
}
