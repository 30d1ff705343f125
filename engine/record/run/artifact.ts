import type { Artifact } from '../../../contract/task.ts';

/** A file of a recording as it goes on record. There is no digest to check it by, and nothing it could be a copy of. */
export function artifactOf({ path, size, type }: Pick<Artifact, 'path' | 'size' | 'type'>): Artifact {
  return { path, size, type, verified: null, sameAs: null };
}
