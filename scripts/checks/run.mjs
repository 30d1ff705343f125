// The checks that need no test: format and lint with the import rule, types, what nobody uses, licences.
import { join } from 'node:path';
import { toolEnvironment } from '../setup/node.mjs';
import { root } from '../setup/places.mjs';
import { capture } from '../setup/run.mjs';
import { say } from '../setup/say.mjs';
import { licenceProblems } from './licences.mjs';

/** @param {string} name */
const tool = (name) => join(root, 'node_modules', '.bin', name);

/** @type {readonly [string, string, readonly string[]][]} */
const TOOLS = [
  ['lint and format (biome)', 'biome', ['check', '--error-on-warnings', '--colors=off', '.']],
  ['types (tsc)', 'tsc', ['-b', '--pretty', 'false']],
  ['unused files, exports and dependencies (knip)', 'knip', ['--no-progress']],
];

/**
 * Runs all of them, also after one has failed.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks() {
  let failed = 0;
  for (const [title, program, args] of TOOLS) {
    const result = await capture(tool(program), args, { cwd: root, env: toolEnvironment({ NO_COLOR: '1' }) });
    if (result.code !== 0) failed += 1;
    tell(title, result.code === 0 ? [] : [result.stdout.trim(), result.stderr.trim()].filter(Boolean));
  }
  const problems = await licenceProblems();
  if (problems.length > 0) failed += 1;
  tell('licences and notices', problems);
  return { passed: TOOLS.length + 1 - failed, failed };
}

/**
 * @param {string} title
 * @param {readonly string[]} problems
 */
function tell(title, problems) {
  say(`${title}: ${problems.length === 0 ? 'ok' : 'failed'}`);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
}
