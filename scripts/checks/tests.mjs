// Runs vitest, and says in numbers what its report says.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findNode, toolEnvironment } from '../setup/node.mjs';
import { root } from '../setup/places.mjs';
import { capture, runInForeground } from '../setup/run.mjs';

/** Where reports and pictures of windows go. */
export const results = join(root, 'test-results');

/** The projects of vitest.config.ts. */
const PROJECTS = ['parts', 'windows'];

/** @typedef {{ status: string, fullName: string }} Assertion */
/** @typedef {{ status: string, message?: string, assertionResults: Assertion[] }} TestFile */

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Counts */

/** Makes media that many tests wait for; where that fails, they say so. */
export async function makeTestMedia() {
  await capture(findNode(), [join(root, 'test', 'stand-in', 'make-ahead.ts')], { cwd: root, env: toolEnvironment() });
}

/**
 * Runs all tests, those that open windows beside the others: windows come one after another and mostly wait. On a terminal,
 * too, each of the two says a line for every file: two pictures of how far it is would overwrite each other.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<Counts>}
 */
export async function runAllTests(environment) {
  const runs = PROJECTS.map((name) =>
    runTests(['--project', name], environment, { name: `vitest-${name}`, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  const counts = await Promise.all(runs);
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    skipped: counts.flatMap(({ skipped }) => skipped),
  };
}

/**
 * Runs tests on a display of their own.
 * @param {readonly string[]} args of vitest: projects, files
 * @param {NodeJS.ProcessEnv} environment
 * @param {{ name?: string, stdio?: import('node:child_process').StdioOptions }} [options] name of the report
 * @returns {Promise<Counts>} a run that broke down may have counted no failure, and has one nevertheless
 */
export async function runTests(args, environment, { name = 'vitest', stdio = 'inherit' } = {}) {
  const report = join(results, `${name}.json`);
  const vitest = [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    ...['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ...args,
  ];
  const display = process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24 -nolisten tcp'] : [];
  const [program = '', ...rest] = [...display, findNode(), ...vitest];
  const code = await runInForeground(program, rest, { cwd: root, env: environment, stdio });
  const counted = await countTests(report);
  return { ...counted, failed: Math.max(counted.failed, code === 0 ? 0 : 1) };
}

/**
 * @param {string} report path of the file its JSON reporter wrote
 * @returns {Promise<Counts>} a file that did not even load is one failure
 */
async function countTests(report) {
  const { testResults } = await readReport(report);
  const all = testResults.flatMap((file) => file.assertionResults);
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: all.filter((test) => test.status === 'passed').length,
    failed: all.filter((test) => test.status === 'failed').length + broken.length,
    skipped: all.filter((test) => ['skipped', 'pending', 'todo'].includes(test.status)).map((test) => test.fullName),
  };
}

/**
 * @param {string} report
 * @returns {Promise<{ testResults: TestFile[] }>}
 */
async function readReport(report) {
  try {
    return JSON.parse(await readFile(report, 'utf8'));
  } catch {
    return { testResults: [] };
  }
}
