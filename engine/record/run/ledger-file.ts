import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Timeline } from '../../../contract/recording.ts';
import type { Artifact } from '../../../contract/task.ts';
import { fileFailure } from '../../files/failure.ts';
import { wasPublished } from '../../files/publish.ts';
import { type FragmentNaming, fragmentName } from '../finish/fragment-name.ts';
import { fileOf, publishAs } from '../finish/publish-as.ts';
import { ledgerDocument } from '../ledger/json.ts';
import { ledgerType } from '../work-files.ts';

/**
 * Puts the ledger beside the recording, once it is whole. What was published before a crash is found again.
 * @param date when the recording began, milliseconds since the epoch
 * @throws Failure
 */
export async function publishLedger(
  timeline: Timeline,
  folder: string,
  to: { readonly directory: string; readonly naming: FragmentNaming; readonly date: number },
): Promise<Artifact> {
  const data = join(folder, 'ledger.json');
  const before = await wasPublished(data, to.directory, null);
  if (before === undefined) await writeSafely(data, ledgerDocument(timeline));
  const name = fragmentName({ ...to.naming, single: true }, 1, to.date, 'ledger.json');
  const path = before ?? (await publishAs(data, to.directory, name));
  return { ...(await fileOf(path, ledgerType)), verified: null, sameAs: null };
}

async function writeSafely(path: string, text: string): Promise<void> {
  const next = `${path}.new`;
  try {
    const file = await open(next, 'w', 0o666);
    await file
      .writeFile(text)
      .then(() => file.sync())
      .finally(() => file.close());
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw fileFailure(error, path);
  }
}
