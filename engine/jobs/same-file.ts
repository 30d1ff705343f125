import type { BigIntStats } from 'node:fs';
import { lstat, unlink } from 'node:fs/promises';
import type { DuplicatePolicy } from '../../contract/settings.ts';
import type { Artifact } from '../../contract/task.ts';
import { sameContent } from '../files/same-content.ts';
import { coversUpTo, sampleOf } from '../files/sample.ts';
import type { Log } from '../host.ts';
import type { ArtifactTable } from '../store/artifacts.ts';

/** Older files that are looked at for one new one, at most. */
const atMost = 10;

/** What goes on record for a new file. */
export interface Compared {
  readonly artifact: Artifact;
  /** the new file's sample when it was taken */
  readonly sample: string | null;
}

/**
 * Compares a new file with older ones of its size that are still there.
 * `ask` keeps both and notes the older one, `skip` deletes the new one and points at the older, `keep` does nothing.
 * @param known the new file's sample where the worker has taken it, else `null`
 */
export async function settleDuplicate(
  artifact: Artifact,
  known: string | null,
  policy: DuplicatePolicy,
  artifacts: ArtifactTable,
  log: Log,
): Promise<Compared> {
  const { path, size } = artifact;
  // all empty files are the same, which says nothing
  if (policy === 'keep' || size === 0 || !artifacts.hasSize(size)) return { artifact, sample: known };
  try {
    const sample = known ?? (await sampleOf(path, size));
    await sampleOlder(artifacts, size);
    const older = await olderCopy({ path, size, sample }, artifacts.ofSample(size, sample, atMost));
    if (older === undefined) return { artifact, sample };
    if (policy === 'ask') return { artifact: { ...artifact, sameAs: older }, sample };
    await unlink(path);
    return { artifact: { ...artifact, path: older, sameAs: older }, sample };
  } catch (error) {
    log.warn('a new file could not be compared with older ones', { path, reason: String(error) });
    return { artifact, sample: known };
  }
}

/** Samples are taken when there is something to compare with; a file that is gone has an empty one. */
async function sampleOlder(artifacts: ArtifactTable, size: number): Promise<void> {
  for (const { id, path } of artifacts.withoutSample(size, atMost)) {
    artifacts.setSample(id, await sampleOf(path, size).catch(() => ''));
  }
}

interface Sampled {
  readonly path: string;
  readonly size: number;
  readonly sample: string;
}

async function olderCopy(fresh: Sampled, found: readonly string[]): Promise<string | undefined> {
  const { path } = fresh;
  const candidates = found.filter((candidate) => candidate !== path);
  if (candidates.length === 0) return undefined;
  const own = await fileAt(path);
  for (const candidate of candidates) {
    const other = await fileAt(candidate);
    if (own === undefined || other === undefined || other.size !== own.size) continue;
    // the very same file by another way must never be deleted as its own copy
    if (other.dev === own.dev && other.ino === own.ino) continue;
    if (await isCopy(fresh, candidate)) return candidate;
  }
  return undefined;
}

/** The older file may have changed since its sample was taken. */
async function isCopy({ path, size, sample }: Sampled, older: string): Promise<boolean> {
  return size <= coversUpTo ? (await sampleOf(older, size)) === sample : sameContent(path, older);
}

async function fileAt(path: string): Promise<BigIntStats | undefined> {
  const stats = await lstat(path, { bigint: true }).catch(() => undefined);
  return stats?.isFile() ? stats : undefined;
}
