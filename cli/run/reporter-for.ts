import { lineBar, plainBar } from '../bars/bar.ts';
import { BarReporter } from '../report/bars.ts';
import { LineReporter } from '../report/lines.ts';
import { JsonReporter } from '../report/ndjson.ts';
import { QuietReporter } from '../report/quiet.ts';
import type { Reporter } from '../report/reporter.ts';

/** How a person or a program wants to be told. */
export interface Telling {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/**
 * Chooses how progress is told: JSON when asked, nothing when asked, bars on a terminal, else plain lines. Results go to
 * standard output, everything else to standard error.
 */
export function reporterFor({ json, quiet }: Telling): Reporter {
  const { stdout, stderr, env } = process;
  if (json === true) return new JsonReporter(stdout, stderr);
  if (quiet === true) return new QuietReporter(stdout, stderr);
  if (!stderr.isTTY || env['TERM'] === 'dumb') return new LineReporter(stdout, stderr);
  return new BarReporter(stdout.isTTY ? undefined : stdout, stderr, showsUnicode(env) ? lineBar : plainBar);
}

/** Whether the terminal can be trusted with more than ASCII: not the Linux console, not a locale that says otherwise. */
function showsUnicode(env: NodeJS.ProcessEnv): boolean {
  if (process.platform === 'win32') return env['WT_SESSION'] !== undefined || env['TERM_PROGRAM'] !== undefined;
  if (env['TERM'] === 'linux') return false;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return locale === '' || locale === 'C' || locale === 'POSIX' || /utf-?8/i.test(locale);
}
