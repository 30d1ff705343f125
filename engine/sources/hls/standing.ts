import { KeysInForce } from './keys.ts';

/** What was set before a media segment and still holds for it: keys, and the initialisation section. */
export interface Standing {
  /** EXT-X-KEY tags, one a KEYFORMAT */
  readonly keys: readonly string[];
  /** the EXT-X-MAP tag behind the keys that hold for the map itself, or none */
  readonly map: readonly string[];
  /** lines that bring all of it about after anything else; equal for what means the same */
  readonly lines: string;
}

const clear = '#EXT-X-KEY:METHOD=NONE';

export const nothingStanding: Standing = standingOf([], []);

/** What stands after a tag; the same object when that changes nothing, as with servers that repeat the key for every segment. */
export function afterTag(before: Standing, line: string): Standing {
  if (line.startsWith('#EXT-X-MAP:')) return changed(before, standingOf(before.keys, [...before.keys, line]));
  const keys = new KeysInForce();
  for (const key of [...before.keys, line]) keys.apply(key);
  return changed(before, standingOf(keys.lines, before.map));
}

/** @throws Failure `protected`, `unsupported`, see `KeysInForce.check` */
export function checkStanding(standing: Standing): void {
  const keys = new KeysInForce();
  for (const line of standing.keys) keys.apply(line);
  keys.check();
}

function standingOf(keys: readonly string[], map: readonly string[]): Standing {
  return { keys, map, lines: [clear, ...map, ...(map.length > 0 ? [clear] : []), ...keys].join('\n') };
}

function changed(before: Standing, after: Standing): Standing {
  return before.lines === after.lines ? before : after;
}
