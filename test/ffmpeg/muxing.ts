/** A process that muxes without an end: says the process id of its ffmpeg, then waits to be killed. Arguments: input, output. */
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileUrl, inputUrl, runFfmpeg } from '../../engine/ffmpeg/run.ts';

const [input = '', output = ''] = process.argv.slice(2);
const bytes = readFileSync(input);

async function* forever(): AsyncGenerator<Uint8Array[]> {
  for (;;) {
    yield [bytes];
    await setImmediate();
  }
}

await runFfmpeg({
  program: '/usr/bin/ffmpeg',
  args: [
    '-f',
    'mpegts',
    '-i',
    inputUrl(0),
    '-f',
    'mpegts',
    '-i',
    inputUrl(1),
    '-c',
    'copy',
    '-f',
    'mpegts',
    fileUrl(output),
  ],
  inputs: [forever(), forever()],
  signal: new AbortController().signal,
  onChild: (pid) => void process.stdout.write(`${pid}\n`),
  stallMs: 60_000,
});
