import { formatIdForm, isPreset } from '../../../contract/video-choices.ts';

/**
 * Names for formats by which they can be chosen: those of yt-dlp where they can be, else close to them. No two are the same, and none
 * is the name of a preset (many sites call a format `720p`). The same list always gets the same names.
 */
export function formatIds(given: readonly string[]): string[] {
  const taken = new Set<string>();
  return given.map((id) => {
    const like = formatIdForm.test(id) && !isPreset(id) ? id : `f-${id.replace(/[^\w.-]+/gu, '-')}`.slice(0, 64);
    let name = like;
    for (let count = 2; taken.has(name); count++) name = `${like.slice(0, 57)}-${count}`;
    taken.add(name);
    return name;
  });
}
