import { join } from 'node:path';
import { expect } from 'vitest';
import type { Timeline } from '../../contract/recording.ts';
import type { Artifact } from '../../contract/task.ts';
import type { MadeSegment, MadeStream } from './make-hls.ts';
import { complaints, hashesOf } from './packets.ts';
import { fragmentsOf, ledgerOf } from './record.ts';

/** The segments of a source of which a ledger does not say that they are missing. @param first with which the recording begins */
function storedOf({ segments }: MadeStream, { gaps, length }: Timeline, first: number): MadeSegment[] {
  let end = 0;
  return segments.slice(first).filter(({ duration }) => {
    const middle = end + duration / 2;
    end += duration;
    return middle < length && !gaps.some((gap) => middle > gap.at && middle < gap.at + gap.length);
  });
}

/**
 * Expects that each fragment plays alone, and that all of them hold exactly the packets of the segments that are stored.
 * @returns the ledger
 */
export async function expectStored(stream: MadeStream, files: readonly Artifact[], first = 0): Promise<Timeline> {
  const ledger = await ledgerOf(files);
  const stored = storedOf(stream, ledger, first);
  expect(ledger.segments).toMatchObject({ stored: stored.length });
  expect(ledger.ended).toBe(true);
  const paths = fragmentsOf(files);
  expect(ledger.fragments.map(({ path, state }) => [path, state])).toEqual(paths.map((path) => [path, 'published']));
  for (const path of paths) expect(await complaints(path)).toBe('');
  const source = `concat:${stored.map(({ name }) => join(stream.folder, name)).join('|')}`;
  for (const kind of ['video', 'audio'] as const) {
    const recorded = (await Promise.all(paths.map((path) => hashesOf(path, kind)))).flat();
    expect(recorded.length).toBeGreaterThan(0);
    expect(recorded).toEqual(await hashesOf(source, kind));
  }
  return ledger;
}
