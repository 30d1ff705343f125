import { join } from 'node:path';
import type { Timeline } from '../../../contract/recording.ts';
import type { Artifact } from '../../../contract/task.ts';
import { wasPublished } from '../../files/publish.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { type FragmentNaming, fragmentName } from '../finish/fragment-name.ts';
import { fileOf, publishAs } from '../finish/publish-as.ts';
import { ledgerDocument } from '../ledger/json.ts';
import { ledgerType } from '../work-files.ts';
import { artifactOf } from './artifact.ts';

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
  if (before === undefined) await replaceFile(data, ledgerDocument(timeline), 0o666);
  const name = fragmentName({ ...to.naming, single: true }, 1, to.date, 'ledger.json');
  const path = before ?? (await publishAs(data, to.directory, name));
  return artifactOf(await fileOf(path, ledgerType));
}
