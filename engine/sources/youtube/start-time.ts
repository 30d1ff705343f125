import { longestVideo } from '../../../contract/video-choices.ts';

/**
 * The moment that a link names, in seconds: `90`, `90s`, `1m30s`, `1h2m3s`, `1:30`. `null` for the beginning and for what is no
 * moment.
 */
export function startTime(text: string | null): number | null {
  const found = text === null ? null : (units.exec(text) ?? clock.exec(text));
  if (found === null) return null;
  const { h = '0', m = '0', s = '0' } = found.groups ?? {};
  const seconds = Number(h) * 3600 + Number(m) * 60 + Number(s);
  return seconds > 0 && seconds < longestVideo ? seconds : null;
}

const units = /^(?=.)(?:(?<h>\d{1,4})h)?(?:(?<m>\d{1,6})m)?(?:(?<s>\d{1,7}(?:\.\d{1,6})?)s?)?$/u;
const clock = /^(?:(?<h>\d{1,4}):)?(?<m>\d{1,6}):(?<s>\d{2})$/u;
