// Whether everything that is used may be used, is named in the notices, and has its reason written down.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup/places.mjs';
import { NOTICES_FILE, noticesText } from './notices.mjs';

/** Licences of what is handed out with Sluice: they ask for a notice and for nothing else. */
const HANDED_OUT = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'CC0-1.0',
  'BlueOak-1.0.0',
  // Asks for nothing at all.
  'Unlicense',
  // Both ask for their notice, and both are in the notices.
  'Apache-2.0 AND BSD-3-Clause',
]);
/** Licences of tools that only run while Sluice is made; nothing of theirs gets into it. */
const TOOLS = new Set([...HANDED_OUT, 'MPL-2.0', 'WTFPL', 'Python-2.0', 'CC-BY-4.0', 'MIT AND Zlib']);

/** What packages say in their own text, where npm does not put it into the lock file. */
const IN_WORDS = new Map(
  [
    'dom-walk',
    'compute-gcd',
    'compute-lcm',
    ...['function', 'integer', 'integer-array', 'number'].map((of) => `validate.io-${of}`),
  ].map((name) => [`node_modules/${name}`, 'MIT']),
);

const REASONS_FILE = join('docs', 'decisions', 'dependencies.md');

/** @returns {Promise<string[]>} one sentence a problem */
export async function licenceProblems() {
  return [...(await badLicences()), ...(await staleNotices()), ...(await missingReasons())];
}

async function badLicences() {
  /** @type {{ packages: Record<string, { license?: string, dev?: boolean, devOptional?: boolean }> }} */
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const problems = [];
  for (const [place, { license: named, dev, devOptional }] of Object.entries(lock.packages)) {
    if (place === '') continue;
    const license = named ?? IN_WORDS.get(place) ?? '';
    const allowed = dev || devOptional ? TOOLS : HANDED_OUT;
    // "A OR B" leaves the choice; "A AND B" is not split and so has to be looked at by a person.
    const choices = license.replace(/^\((.*)\)$/, '$1').split(' OR ');
    if (!choices.some((choice) => allowed.has(choice))) {
      problems.push(`${place}: the licence "${license}" is not on the list in scripts/checks/licences.mjs`);
    }
  }
  return problems;
}

async function staleNotices() {
  const present = await readFile(join(root, NOTICES_FILE), 'utf8').catch(() => '');
  return present === (await noticesText()) ? [] : [`${NOTICES_FILE} is out of date: run "npm run notices"`];
}

async function missingReasons() {
  /** @type {Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>} */
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  const reasons = await readFile(join(root, REASONS_FILE), 'utf8').catch(() => '');
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter((name) => !reasons.includes(`\`${name}\``))
    .map((name) => `${name}: ${REASONS_FILE} does not say why it is used`);
}
