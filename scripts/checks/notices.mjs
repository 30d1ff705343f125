// The notices of the packages that are bundled into Sluice, made from what lies in node_modules.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup/places.mjs';

export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.md';

const HEAD = `# Third-party notices

Sluice contains the packages below. The desktop application also contains Electron (MIT), Chromium and Node.js with their
own parts; their notices lie beside the program as \`LICENSE\` and \`LICENSES.chromium.html\`.

Made by \`npm run notices\`; do not edit.
`;

/** Packages without a file for their licence, and files of theirs that say it in the comment with which they begin. */
const IN_HEADS = new Map([['node_modules/@bufbuild/protobuf', ['dist/esm/index.js', 'dist/esm/wire/varint.js']]]);

/** @returns {Promise<string>} what the notices file should hold */
export async function noticesText() {
  /** @type {{ packages: Record<string, { version?: string, license?: string, dev?: boolean, devOptional?: boolean, optional?: boolean }> }} */
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  /** @type {Map<string, string[]>} packages by licence text */
  const byText = new Map();
  for (const [place, { version, license, dev, devOptional, optional }] of Object.entries(lock.packages)) {
    if (place === '' || dev || devOptional || optional) continue;
    const heads = IN_HEADS.get(place) ?? [];
    const text = await licenceText(join(root, place), heads, license ?? 'unknown licence');
    const name = `${place.split('node_modules/').at(-1)} ${version}`;
    byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  const sections = [...byText]
    .map(([text, names]) => `## ${[...new Set(names)].sort().join(', ')}\n\n\`\`\`text\n${text}\n\`\`\`\n`)
    .sort();
  return `${HEAD}\n${sections.join('\n')}`;
}

/**
 * @param {string} folder of the package
 * @param {readonly string[]} heads files that begin with it, see `IN_HEADS`
 * @param {string} license its short name, used where the package carries no text
 */
async function licenceText(folder, heads, license) {
  const files = (await readdir(folder).catch(() => [])).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const texts = await Promise.all(files.sort().map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  for (const name of heads) texts.push(headOf(await readFile(join(folder, name), 'utf8')));
  const text = texts.join('\n\n').replaceAll('\r\n', '\n').replaceAll('```', "'''").trim();
  return text === '' ? license : text.replace(/[ \t]+$/gm, '');
}

/** @param {string} source of a program that begins with lines of comment */
function headOf(source) {
  const lines = source.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^\/\/ ?/, ''))
    .join('\n');
}
