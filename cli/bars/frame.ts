import { Writable } from 'node:stream';
import { createLogUpdate } from 'log-update';
import stringWidth from 'string-width';
import { cutMiddle } from '../format/fit.ts';

/** Terminals that know it show everything between the two at once (DEC private mode 2026), others pass it over. */
const together = ['\u001B[?2026h', '\u001B[?2026l'] as const;
const upAndErase = '\u001B[2K\u001B[1A\u001B[2K';

/** The size a terminal tells; it may change at any time. */
export interface Screen extends Writable {
  readonly columns?: number;
  readonly rows?: number;
}

/** Collects what is written, so that a repaint reaches the terminal as one piece. */
class Collector extends Writable {
  columns = 80;
  rows = 24;
  #text = '';

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.#text += chunk.toString();
    done();
  }

  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}

/** The lines at the foot of a terminal that are drawn again and again, below lines that stay. */
export class Frame {
  readonly #screen: Screen;
  readonly #collector = new Collector({ decodeStrings: false });
  readonly #update = createLogUpdate(this.#collector, { showCursor: true });
  #lines: readonly string[] = [];

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Columns a line may take: the last one stays free, because some terminals wrap when it is written. */
  get width(): number {
    return Math.max(1, (this.#screen.columns ?? 80) - 1);
  }

  /** Lines a frame may have: the row of the cursor stays free. */
  get height(): number {
    return Math.max(1, (this.#screen.rows ?? 24) - 1);
  }

  /** Draws the frame anew; `above` are lines that stay for good. Lines that are too wide or too many are cut. */
  paint(lines: readonly string[], above: readonly string[] = []): void {
    const shrunk = this.#rowsAfterShrinking();
    this.#collector.columns = this.width + 1;
    this.#collector.rows = this.height + 1;
    const extra = upAndErase.repeat(shrunk);
    if (shrunk > 0 || above.length > 0) this.#update.clear();
    const cleared = this.#collector.take();
    this.#lines = lines.slice(0, this.height).map((line) => cutMiddle(line, this.width));
    if (this.#lines.length > 0) this.#update(this.#lines.join('\n'));
    else this.#update.clear();
    this.#write(extra + cleared + above.map((line) => `${line}\n`).join('') + this.#collector.take());
  }

  /** Removes the frame; what was drawn above it stays. */
  close(): void {
    this.paint([]);
  }

  /** Rows that the old frame takes on top of its lines, because the terminal was made narrower and wrapped them. */
  #rowsAfterShrinking(): number {
    const columns = this.width + 1;
    if (columns >= this.#collector.columns) return 0;
    return this.#lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns)) - 1, 0);
  }

  #write(text: string): void {
    if (text !== '') this.#screen.write(together[0] + text + together[1]);
  }
}
