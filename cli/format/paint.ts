import type { Writable } from 'node:stream';
import { styleText } from 'node:util';

/** Colours for one stream: none when it is no terminal, or NO_COLOR asks for none. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
  accent(text: string): string;
}

/** The colours that fit a stream. */
export function paintFor(stream: Writable): Paint {
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) => styleText(format, text, { stream });
  return {
    bold: style('bold'),
    dim: style('dim'),
    good: style('green'),
    warn: style('yellow'),
    bad: style('red'),
    accent: style('cyan'),
  };
}
