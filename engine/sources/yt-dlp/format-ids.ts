import { presetNames } from '../../../contract/video.ts';

/** As `formatChoice` wants one of the names in it. */
const fits = /^[A-Za-z0-9][\w.-]{0,63}$/u;
const presets: ReadonlySet<string> = new Set(presetNames);

/**
 * Names for formats by which they can be chosen: those of yt-dlp where they can be, else close to them. No two are the same, and none
 * is the name of a preset (many sites call a format `720p`). The same list always gets the same names.
 */
export function formatIds(given: readonly string[]): string[] {
  const taken = new Set<string>();
  return given.map((id) => {
    const like = fits.test(id) && !presets.has(id) ? id : `f-${id.replace(/[^\w.-]+/gu, '-')}`.slice(0, 64);
    let name = like;
    for (let count = 2; taken.has(name); count++) name = `${like.slice(0, 57)}-${count}`;
    taken.add(name);
    return name;
  });
}
