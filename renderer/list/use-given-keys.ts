import { useMemo, useRef } from 'react';
import type { Key, Selection } from 'react-aria-components';

/** A selection as a list wants it, and what to tell of a change that it makes. */
interface GivenKeys {
  readonly selected: Iterable<Key>;
  readonly change: (keys: Selection) => void;
}

/**
 * The set that a list gives knows where a range begins, so it gets that very set back as long as the window means the same by it:
 * Shift would else select only the row it is used on.
 *
 * @param meant what is selected
 */
export function useGivenKeys(
  meant: ReadonlySet<string>,
  onChange: (keys: readonly string[] | 'all') => void,
): GivenKeys {
  const given = useRef<ReadonlySet<Key>>(new Set());
  const selected = useMemo(() => {
    const same = given.current.size === meant.size && [...given.current].every((key) => meant.has(String(key)));
    return same ? given.current : meant;
  }, [meant]);
  const change = (keys: Selection) => {
    if (keys !== 'all') given.current = keys;
    onChange(keys === 'all' ? 'all' : [...keys].map(String));
  };
  return { selected, change };
}
