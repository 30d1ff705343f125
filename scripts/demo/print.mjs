// The result of the demo on standard output.

/**
 * @typedef {object} Check
 * @property {boolean} holds
 * @property {string} what what was looked at, and what was found
 */

/**
 * Prints what came out, with a mark for each check.
 * @param {readonly { title: string, files: readonly string[], checks: readonly Check[] }[]} parts
 * @returns {boolean} whether every check holds
 */
export function printChecks(parts) {
  const lines = parts.flatMap(({ title, files, checks }) => [
    '',
    title,
    ...files.map((file) => `    ${file}`),
    ...checks.map(({ holds, what }) => `  ${holds ? '✓' : '✗'} ${what}`),
  ]);
  const checks = parts.flatMap((part) => part.checks);
  const failed = checks.filter(({ holds }) => !holds).length;
  process.stdout.write(`${lines.join('\n')}\n\n${checks.length - failed} of ${checks.length} checks hold\n`);
  return failed === 0;
}
