import type { Finding } from '../../contract/doctor.ts';
import { exits } from '../exit.ts';
import { type Paint, paintFor } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { call } from '../session/call.ts';
import { openSession } from '../session/session.ts';

/** `sluice doctor`: what tools and folders were found, and what to do about the others. Returns the exit code. */
export async function doctor(options: { readonly json?: boolean | undefined }): Promise<number> {
  const session = await openSession('none');
  try {
    const { findings } = await call(session.engine, 'doctor', {});
    const paint = paintFor(process.stdout);
    const width = Math.max(...findings.map(({ name }) => name.length));
    for (const finding of findings) {
      if (options.json === true) process.stdout.write(`${JSON.stringify(finding)}\n`);
      else process.stdout.write(`${lines(finding, width, paint).join('\n')}\n`);
    }
    return exits[findings.some(({ status }) => status === 'problem') ? 'tool' : 'done'].code;
  } finally {
    await session.close();
  }
}

function lines({ name, status, found, advice }: Finding, width: number, paint: Paint): string[] {
  const mark = { ok: paint.good('ok     '), warning: paint.warn('warning'), problem: paint.bad('problem') }[status];
  const first = `${mark}  ${name.padEnd(width)}  ${printable(found)}`.trimEnd();
  return advice === '' ? [first] : [first, `${' '.repeat(width + 11)}${paint.dim(printable(advice))}`];
}
