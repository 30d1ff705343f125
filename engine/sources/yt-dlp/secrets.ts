import { isHarmless } from '../../net/errand.ts';
import type { Access } from '../video/access.ts';

/** Characters below which a value stands in many a sentence, and is no secret that anybody would trust in. */
const shortest = 6;

/** All that yt-dlp is told and nobody is to read. */
export function secretsOf({
  proxy,
  headers,
  auth,
  cookies,
}: Pick<Access, 'proxy' | 'headers' | 'auth' | 'cookies'>): string[] {
  const url = URL.parse(proxy);
  const spoken = [url?.username, url?.password, auth?.user, auth?.password].map((word) => word ?? '');
  const values = headers
    .filter((field) => !isHarmless(field))
    .flatMap(({ value }) => [value, ...value.split(/[;=\s]+/u)]);
  const kept = (cookies ?? '').split(/[\r\n]+/u).map((line) => line.split('\t')[6] ?? '');
  return [
    ...[...spoken, ...spoken.map(decoded)].filter((word) => word !== ''),
    ...[...values, ...kept].filter((value) => value.length >= shortest),
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
