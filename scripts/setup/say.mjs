// What the scripts say to the person who runs them: short lines on stderr, so that stdout holds results only.

/** An end that was foreseen: the message is all the person gets to see. */
export class Stop extends Error {
  /**
   * @param {string} message a sentence: what is wrong and what to do
   * @param {number} exitCode what the script ends with
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What the scripts end with; programs that call them can tell the cases apart (BSD sysexits where one fits). */
export const exitCodes = {
  /** a check or a test failed */
  failed: 1,
  /** something is not there and could not be fetched (EX_UNAVAILABLE) */
  unavailable: 69,
  /** a Debian package is missing and only the administrator may install it (EX_NOPERM) */
  notPermitted: 77,
};

/**
 * Says one line.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`sluice: ${line}\n`);
}

/**
 * Runs a script's work and turns whatever it throws into one sentence and an exit code.
 * @param {() => Promise<number>} work its result is the exit code
 */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (process.env['SLUICE_DEBUG']) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    else say(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof Stop ? error.exitCode : exitCodes.failed;
  }
}
