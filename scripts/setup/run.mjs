// Child processes of the scripts: argument arrays only, never a shell line.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program in the foreground: it owns the terminal, signals reach it, its exit code is the result. What is piped in
 * `options` is passed on to the terminal, which the program then does not see.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 128 and the signal's number when a signal ended it
 */
export function runInForeground(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options });
    child.stdout?.pipe(process.stdout, { end: false });
    child.stderr?.pipe(process.stderr, { end: false });
    // A terminal sends Ctrl-C to every process of the group by itself; sent on once more it would count as pressed twice.
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    /** @type {[NodeJS.Signals, () => void][]} */
    const handlers = [
      ['SIGINT', () => void (onTerminal || child.kill('SIGINT'))],
      ['SIGTERM', () => void child.kill('SIGTERM')],
      ['SIGHUP', () => void child.kill('SIGHUP')],
    ];
    for (const [signal, handle] of handlers) process.on(signal, handle);
    const stopListening = () => {
      for (const [signal, handle] of handlers) process.off(signal, handle);
    };
    child.once('error', (error) => {
      stopListening();
      reject(error);
    });
    child.once('close', (code, signal) => {
      stopListening();
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
}

/**
 * Runs a program and collects what it says.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>} code 127 when it is not there
 */
export function capture(program, args, options = {}) {
  const { timeoutMs, ...rest } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs, killSignal: 'SIGKILL' }),
      ...rest,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.once('error', (error) => resolve({ code: 127, stdout, stderr: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/**
 * A few lines of what a failed program said, for a message.
 * @param {{ stdout: string, stderr: string }} result
 * @param {number} [lines]
 */
export function lastLines(result, lines = 3) {
  return saidBy(result).slice(-lines).join('\n');
}

/**
 * The first lines instead, for programs that begin with what matters.
 * @param {{ stdout: string, stderr: string }} result
 * @param {number} [lines]
 */
export function firstLines(result, lines = 4) {
  return saidBy(result).slice(0, lines).join('\n');
}

/** @param {{ stdout: string, stderr: string }} result */
function saidBy({ stdout, stderr }) {
  return (stderr.trim() || stdout.trim()).split('\n').filter((line) => line.trim() !== '');
}
