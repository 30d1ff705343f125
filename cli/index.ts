#!/usr/bin/env node
import { letStreamsEnd } from './quiet-streams.ts';

const oldestNode = 24;

/** Tells of an error and gives the exit code. */
async function complain(error: unknown): Promise<number> {
  return (await import('./complain.ts')).complain(error);
}

/** Runs the command line. Everything is loaded after the check, so that an old Node gets a sentence and no syntax error. */
async function run(): Promise<void> {
  letStreamsEnd();
  if (Number.parseInt(process.versions.node, 10) < oldestNode) {
    process.stderr.write(`sluice: Sluice needs Node.js ${oldestNode} or newer; this is ${process.versions.node}.\n`);
    process.exitCode = 8;
    return;
  }
  // What nobody caught is a defect, and still no reason to show a stack.
  process.on('uncaughtException', (error) => void complain(error).then((code) => process.exit(code)));
  const { buildProgram } = await import('./program.ts');
  const { default: about } = await import('../package.json', { with: { type: 'json' } });
  const program = buildProgram(about.version);
  try {
    if (process.argv.length < 3) program.help({ error: true });
    await program.parseAsync();
  } catch (error) {
    process.exitCode = await complain(error);
  }
}

await run();
