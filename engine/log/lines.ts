import type { Log, LogFields } from '../host.ts';
import { redactField, redactText } from './redact.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Something that takes finished lines, without the line end. */
export interface LineSink {
  write(line: string): void;
}

/** One line of the log as JSON: time, level, message, then the fields. Secrets that can be recognised are left out. */
export function logLine(level: Level, message: string, fields: LogFields, now: number): string {
  const safe = Object.entries(fields).map(([name, value]) => [name, redactField(name, value)]);
  return JSON.stringify({
    time: new Date(now).toISOString(),
    level,
    message: redactText(message),
    ...Object.fromEntries(safe),
  });
}

/** A log that writes JSON lines. `debug` lines only when `verbose`. */
export function createLog(sink: LineSink, now: () => number, verbose: boolean): Log {
  const write =
    (level: Level) =>
    (message: string, fields: LogFields = {}) => {
      if (level !== 'debug' || verbose) sink.write(logLine(level, message, fields, now()));
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
