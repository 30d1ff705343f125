import { type RefObject, useEffect, useRef } from 'react';

/**
 * Takes the focus to the first button of an element that has just appeared, when what had it can no longer be used: somebody
 * who works with keys would stand nowhere.
 */
export function useLostFocus<T extends HTMLElement = HTMLDivElement>(): RefObject<T | null> {
  const place = useRef<T>(null);
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement !== document.body && !activeElement?.matches(':disabled')) return;
    place.current?.querySelector<HTMLElement>('button')?.focus();
  }, []);
  return place;
}
