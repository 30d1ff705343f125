import { Writable } from 'node:stream';
import { Terminal } from '@xterm/headless';
import { expect, test } from 'vitest';
import { Frame } from '../../cli/bars/frame.ts';

/** A real terminal without a window, as the stream that a frame draws on. */
class Screen extends Writable {
  readonly terminal: Terminal;
  #written: Promise<void> = Promise.resolve();

  constructor(columns: number, rows: number) {
    super({ decodeStrings: false });
    this.terminal = new Terminal({ cols: columns, rows, convertEol: true, allowProposedApi: true });
  }

  get columns(): number {
    return this.terminal.cols;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.#written = new Promise((resolve) => this.terminal.write(chunk, resolve));
    done();
  }

  /** All lines with something on them, those scrolled away included. */
  async lines(): Promise<string[]> {
    await this.#written;
    const buffer = this.terminal.buffer.active;
    const lines: string[] = [];
    for (let at = 0; at < buffer.length; at += 1) {
      const line = buffer.getLine(at);
      const text = line?.translateToString(true) ?? '';
      if (line?.isWrapped === true) lines.push((lines.pop() ?? '') + text);
      else lines.push(text);
    }
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }
}

test('is drawn over itself; what is above stays', async () => {
  const screen = new Screen(40, 10);
  const frame = new Frame(screen);
  frame.paint(['one 1%', 'two 1%']);
  frame.paint(['one 2%', 'two 1%']);
  expect(await screen.lines()).toEqual(['one 2%', 'two 1%']);
  frame.paint(['two 3%'], ['one is done']);
  expect(await screen.lines()).toEqual(['one is done', 'two 3%']);
  frame.paint(['two 4%', 'three 1%', 'four 1%'], []);
  expect(await screen.lines()).toEqual(['one is done', 'two 4%', 'three 1%', 'four 1%']);
  frame.paint([], ['two is done', 'three is done']);
  frame.close();
  expect(await screen.lines()).toEqual(['one is done', 'two is done', 'three is done']);
});

test('lines are cut to the width, and to the height', async () => {
  const screen = new Screen(20, 4);
  const frame = new Frame(screen);
  frame.paint(Array.from({ length: 9 }, (_, index) => `${index} 日本語のとても長いファイル名.mp4`));
  const lines = await screen.lines();
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^0 .*….*\.mp4$/);
});

test('leaves nothing behind when the terminal is made narrower or wider', async () => {
  const screen = new Screen(60, 12);
  const frame = new Frame(screen);
  const line = (name: string): string => `${name} ${'='.repeat(50)}`;
  frame.paint([line('one'), line('two')], ['this stays']);
  await screen.lines();
  screen.terminal.resize(25, 12);
  frame.paint(['one', 'two']);
  expect(await screen.lines()).toEqual(['this stays', 'one', 'two']);
  screen.terminal.resize(80, 12);
  frame.paint([line('one'), line('two')], ['this too']);
  expect(await screen.lines()).toEqual(['this stays', 'this too', line('one'), line('two')]);
});

test('more finished lines than the terminal is high scroll away and are kept', async () => {
  const screen = new Screen(30, 5);
  const frame = new Frame(screen);
  for (let index = 0; index < 12; index += 1) frame.paint(['bar', 'sum'], [`done ${index}`]);
  frame.close();
  expect(await screen.lines()).toEqual(Array.from({ length: 12 }, (_, index) => `done ${index}`));
});
