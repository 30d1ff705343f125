import type { MpdElement } from 'mpd-parser';

/** The child elements of a name, in their order. */
export function childrenOf(element: MpdElement, name: string): MpdElement[] {
  const found: MpdElement[] = [];
  for (let at = 0; at < element.childNodes.length; at += 1) {
    const node = element.childNodes[at];
    if (node !== undefined && 'tagName' in node && node.tagName === name) found.push(node);
  }
  return found;
}

/** What stands in the first child element of a name, or `null`. */
export function childText(element: MpdElement, name: string): string | null {
  const text = childrenOf(element, name)[0]?.textContent?.trim() ?? '';
  return text === '' ? null : text;
}

/** Seconds of an attribute that is a duration (`PT1M2.5S`; XML Schema part 2 section 3.2.6), or `null`. */
export function secondsOf(element: MpdElement, name: string): number | null {
  const form = /^\s*(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d*\.?\d+)S)?)?\s*$/u;
  const found = form.exec(element.getAttribute(name) ?? '');
  if (found === null || found[1] === '-') return null;
  const [years, months, days, hours, minutes, seconds] = found.slice(2).map((part) => Number(part ?? 0));
  const whole = (((years ?? 0) * 365 + (months ?? 0) * 30 + (days ?? 0)) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0);
  return whole * 60 + (seconds ?? 0);
}
