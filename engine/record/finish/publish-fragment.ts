import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure } from '../../files/failure.ts';
import { wasPublished } from '../../files/publish.ts';
import type { FragmentPlan } from '../fragment.ts';
import type { Workshop } from './attempt.ts';
import { fileForms } from './file-form.ts';
import { fragmentStem, makeFragment } from './finaliser.ts';
import { type FragmentNaming, fragmentName } from './fragment-name.ts';
import { fileOf, type PublishedFile, publishAs } from './publish-as.ts';
import { publishSubtitles } from './subtitle-files.ts';

/** A fragment in its place. */
export interface PublishedFragment extends PublishedFile {
  /** subtitles beside it */
  readonly beside: readonly PublishedFile[];
  /** what the user should know, see `MadeFragment`; none where it was published before a crash */
  readonly notes: readonly string[];
  /** names in the work folder that prove where it went: for `dropTraces`, once that is on record */
  readonly traces: readonly string[];
}

/** Where fragments go. */
export interface Destination {
  /** absolute */
  readonly directory: string;
  readonly naming: FragmentNaming;
}

/**
 * Makes a fragment and gives it its name: nothing is overwritten, and what was published before a crash is found again, also
 * when the user has renamed it since. Subtitles of the fragment come beside it.
 * @throws Failure as `makeFragment`
 */
export async function publishFragment(
  plan: FragmentPlan,
  shop: Workshop,
  destination: Destination,
): Promise<PublishedFragment> {
  const { path, type, notes, trace } =
    (await publishedBefore(plan, shop.folder, destination)) ?? (await makeAndPublish(plan, shop, destination));
  const beside = await publishSubtitles(plan, shop, path);
  const traces = [trace, ...beside.map((file) => file.trace)];
  return { ...(await fileOf(path, type)), beside: beside.map(({ file }) => file), notes, traces };
}

/** Removes from the work folder what is needed only until a published fragment is on record. @throws Failure */
export async function dropTraces(folder: string, traces: readonly string[]): Promise<void> {
  try {
    const names = traces.flatMap((name) => [name, `${name}.target`]);
    await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
  } catch (error) {
    throw fileFailure(error, folder);
  }
}

interface Main {
  readonly path: string;
  readonly type: string;
  readonly notes: readonly string[];
  readonly trace: string;
}

async function publishedBefore(
  plan: FragmentPlan,
  folder: string,
  { directory }: Destination,
): Promise<Main | undefined> {
  for (const { extension, type } of fileForms) {
    const trace = `${fragmentStem(plan.part)}.${extension}`;
    const path = await wasPublished(join(folder, trace), directory, null);
    if (path !== undefined) return { path, type, notes: [], trace };
  }
  return undefined;
}

async function makeAndPublish(plan: FragmentPlan, shop: Workshop, { directory, naming }: Destination): Promise<Main> {
  const { file, extension, type, notes } = await makeFragment(plan, shop);
  const name = fragmentName({ ...naming, single: naming.single && plan.single }, plan.part, plan.date, extension);
  return { path: await publishAs(join(shop.folder, file), directory, name), type, notes, trace: file };
}
