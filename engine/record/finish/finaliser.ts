import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../../contract/errors.ts';
import { fileFailure } from '../../files/failure.ts';
import { syncFolder } from '../../files/sync-folder.ts';
import type { FragmentPlan } from '../fragment.ts';
import { corrupt } from '../media/corrupt.ts';
import { type Attempt, attempt, type Units, type Way, type Workshop } from './attempt.ts';
import { type FileForm, formsFor } from './file-form.ts';
import { type Shape, shapeOf } from './shape.ts';

/** A finished fragment that has no name yet. */
export interface MadeFragment {
  /** name in the work folder */
  readonly file: string;
  /** without the dot */
  readonly extension: string;
  /** media type */
  readonly type: string;
  /** access units in it, a number for each stream */
  readonly counts: readonly Units[];
  /** what the user should know: another kind of file than asked for, a beginning that may not be shown at once */
  readonly notes: readonly string[];
}

/** How the name of a fragment ends while it is being made. */
const making = '.making';

/** Characters of what went wrong in one attempt that are told: programs say last why they stopped. */
const mostOfFault = 400;

/**
 * Puts a fragment together by stream copy, checks it against what went in, and leaves it in the work folder, safe from a loss
 * of power. The segments stay.
 * @throws Failure `corrupt-media` when no attempt gave a file that is right, `internal` when ffmpeg only failed, `unsupported`
 * when only sound is wanted and there is none, `disk-full`, `permission`, `tool-missing`, `file-missing`, `folder-missing`,
 * those of the feeds; the reason of the signal
 */
export async function makeFragment(plan: FragmentPlan, shop: Workshop): Promise<MadeFragment> {
  const shape = shapeOn(plan, shop);
  const stem = fragmentStem(plan.part);
  const faults: string[] = [];
  let isBroken = true;
  for (const form of formsFor(shop.output, shape)) {
    let way: Way | null = { form, shape, only: new Map(), keepAll: false, old: false };
    while (way !== null) {
      const path = join(shop.folder, `${stem}.${randomBytes(4).toString('hex')}${making}`);
      const tried = await tryOnce(plan, way, shop, path);
      if (tried.outcome === 'made') {
        const file = `${stem}.${form.extension}`;
        await keep(path, shop.folder, file);
        const { extension, type } = form;
        return { file, extension, type, counts: tried.counts, notes: notesOn(form, shop, tried.beginsWithKey, faults) };
      }
      isBroken &&= tried.outcome === 'broken';
      // That it does not know an option says nothing about the fragment.
      if (tried.outcome !== 'old' || way.old)
        faults.push(`${form.extension}: ${tried.fault.slice(-mostOfFault).trim()}`);
      way = another(way, tried, plan, shop);
    }
  }
  const detail = `part ${plan.part} could not be put together: ${faults.join('; ')}`;
  // Where ffmpeg did not get to the end a single time, nothing speaks against what is stored.
  throw isBroken ? new Failure('internal', { detail }) : corrupt(detail);
}

/** What a fragment is called in the work folder, without its extension. */
export function fragmentStem(part: number): string {
  return `fragment-${String(part).padStart(5, '0')}`;
}

/** Removes what a process that was killed left half made. @throws Failure */
export async function removeHalfMade(folder: string): Promise<void> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith(making));
    // An ffmpeg that outlived its parent may still hold one for a moment, which is no reason not to go on.
    await Promise.allSettled(names.map((name) => rm(join(folder, name), { force: true })));
  } catch (error) {
    throw fileFailure(error, folder);
  }
}

function shapeOn(plan: FragmentPlan, { output }: Workshop): Shape {
  return shapeOf(plan, output === 'audio' ? 'audio' : null);
}

/** Nothing is left of an attempt that failed. */
async function tryOnce(plan: FragmentPlan, way: Way, shop: Workshop, path: string): Promise<Attempt> {
  let made = false;
  try {
    const tried = await attempt(plan, way, shop, path);
    made = tried.outcome === 'made';
    return tried;
  } finally {
    if (!made) await rm(path, { force: true });
  }
}

/** What else can be tried for the same kind of file, if anything. */
function another(
  way: Way,
  tried: Exclude<Attempt, { outcome: 'made' }>,
  plan: FragmentPlan,
  shop: Workshop,
): Way | null {
  if (tried.outcome === 'old') return way.old ? null : { ...way, old: true };
  if (way.keepAll) return null;
  // A stream of which nothing came has no size and no rate, and ffmpeg then refuses the whole file.
  const only = new Map<string, readonly number[]>();
  const tracks = plan.tracks.filter(({ track }) => {
    const streams = [...(tried.passed.get(track) ?? [])];
    const filled = streams.filter(([, { units }]) => units > 0).map(([id]) => id);
    if (filled.length < streams.length) only.set(track, filled);
    return filled.length > 0;
  });
  const shape = shapeOn({ ...plan, tracks }, shop);
  const differs = only.size > 0 || shape.tracks.length < way.shape.tracks.length;
  if (shape.tracks.length === 0 || (tried.outcome === 'refused' && !differs)) return null;
  return { ...way, shape, only, keepAll: true };
}

/** Puts it on the disk under its name in the work folder. */
async function keep(path: string, folder: string, file: string): Promise<void> {
  try {
    const made = await open(path, 'r+');
    await made.sync().finally(() => made.close());
    await rename(path, join(folder, file));
    await syncFolder(folder);
  } catch (error) {
    await rm(path, { force: true });
    throw fileFailure(error, path);
  }
}

function notesOn(form: FileForm, shop: Workshop, beginsWithKey: boolean, faults: readonly string[]): string[] {
  const notes: string[] = [];
  const faulty = faults.length > 0 ? ` (${faults.join('; ')})` : '';
  if (shop.output !== 'audio' && form.extension !== shop.output) {
    notes.push(`made as .${form.extension}, because not all of it fits into .${shop.output}${faulty}`);
  } else if (faults.length > 0) notes.push(`made at another attempt${faulty}`);
  if (!beginsWithKey) notes.push('begins with a picture that is not marked as one that stands alone');
  return notes;
}
