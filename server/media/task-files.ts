import { basename } from 'node:path';
import { z } from 'zod';
import { fragmentEntry, type Timeline } from '../../contract/recording.ts';
import { apiRoot } from '../../contract/routes.ts';
import { artifact, type TaskDetails } from '../../contract/task.ts';
import { mediaType } from './media-type.ts';

/** A finished file of a task as the API lists it. */
export const listedArtifact = z.object({
  /** among the files of its task, from 1 */
  number: z.number().int().positive(),
  name: z.string(),
  ...artifact.pick({ size: true, verified: true }).shape,
  /** the media type it is sent as */
  type: z.string(),
  /** where its bytes are */
  href: z.string(),
});

/** A fragment of a recording as the API lists it. */
export const listedFragment = fragmentEntry.omit({ path: true }).extend({
  /** name, number and place of its file; `null` until that is published */
  name: z.string().nullable(),
  artifact: z.number().int().positive().nullable(),
  href: z.string().nullable(),
});

/** The finished files of a task in the order they came. */
export function listArtifacts({ task, artifacts }: TaskDetails): z.infer<typeof listedArtifact>[] {
  return artifacts.map(({ path, size, verified }, index) => ({
    number: index + 1,
    name: basename(path),
    size,
    verified,
    type: mediaType(path),
    href: hrefOf(task.id, index + 1),
  }));
}

/** The fragments of a recording, each with its file where there is one. */
export function listFragments(
  { task, artifacts }: TaskDetails,
  { fragments }: Pick<Timeline, 'fragments'>,
): z.infer<typeof listedFragment>[] {
  const numbers = new Map(artifacts.map(({ path }, index) => [path, index + 1]));
  return fragments.map(({ path, ...entry }) => {
    const number = path === null ? undefined : numbers.get(path);
    if (path === null || number === undefined) return { ...entry, name: null, artifact: null, href: null };
    return { ...entry, name: basename(path), artifact: number, href: hrefOf(task.id, number) };
  });
}

function hrefOf(id: string, number: number): string {
  return `${apiRoot}/tasks/${id}/artifacts/${number}`;
}
