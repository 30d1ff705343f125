// What vitest's report says, in numbers.
import { readFile } from 'node:fs/promises';

/** @typedef {{ status: string, fullName: string }} Assertion */
/** @typedef {{ status: string, message?: string, assertionResults: Assertion[] }} TestFile */

/**
 * @param {string} report path of the file its JSON reporter wrote
 * @returns {Promise<{ passed: number, failed: number, skipped: string[] }>} a file that did not even load is one failure
 */
export async function countTests(report) {
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
