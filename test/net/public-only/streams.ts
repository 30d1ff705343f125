import { places } from '../../record/forbidden/traps.ts';
import type { Page } from './far.ts';
import { ownAddress } from './two-networks.ts';

/** Where nothing of a task may lead, by what it is. */
const inside: Readonly<Record<string, string>> = {
  'a private name': 'http://loopback.example:8080/secret.ts',
  'an address of its own': `http://${ownAddress}:8080/secret.ts`,
};

/** Streams of the other network that lead inside, by name. */
export const streams = Object.entries(places).flatMap(([place, at], row) =>
  Object.entries(inside).map(([what, address], column) => {
    const { link, answers } = at(address);
    const folder = `/${row}-${column}/`;
    return { name: `${place} ${what}`, link: `http://public.example${folder}${link}`, folder, answers };
  }),
);

/** What the other network serves. */
export function pagesOf(): Record<string, Page> {
  const placed = streams.flatMap(({ folder, answers }) =>
    Object.entries(answers).map(([name, answer]): [string, Page] => [`${folder}${name}`, answer]),
  );
  return {
    ...Object.fromEntries(placed),
    '/file': { body: 'a file' },
    '/away': { to: 'http://loopback.example:8080/secret' },
    '/cover.jpg': { to: 'http://127.0.0.1:8080/secret' },
  };
}
