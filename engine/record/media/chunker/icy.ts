/** What a filter found in some bytes. */
export interface IcyBytes {
  readonly media: Uint8Array[];
  /** titles that begin here, in their order; empty where a station takes its title back */
  readonly titles: string[];
}

/** A block of metadata has up to 255 times sixteen bytes. */
const unit = 16;

/**
 * Takes the metadata out of a SHOUTcast or Icecast stream: behind each `icy-metaint` bytes of sound comes one byte with the
 * length of a block, in units of sixteen bytes, and the block: `StreamTitle='…';StreamUrl='…';`.
 */
export class IcyFilter {
  readonly #interval: number;
  /** bytes of sound until the next block */
  #sound: number;
  /** the block so far, `null` outside of one, and its whole length */
  #block: Uint8Array[] | null = null;
  #missing = 0;
  #title: string | null = null;

  /** @param interval bytes, the response header `icy-metaint`; at least 1 */
  constructor(interval: number) {
    this.#interval = interval;
    this.#sound = interval;
  }

  push(bytes: Uint8Array): IcyBytes {
    const media: Uint8Array[] = [];
    const titles: string[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (this.#block !== null) {
        const part = bytes.subarray(at, at + this.#missing);
        this.#block.push(part);
        this.#missing -= part.length;
        at += part.length;
        if (this.#missing === 0) titles.push(...this.#finishBlock(this.#block));
      } else if (this.#sound > 0) {
        const part = bytes.subarray(at, at + this.#sound);
        media.push(part);
        this.#sound -= part.length;
        at += part.length;
      } else {
        this.#missing = (bytes[at] ?? 0) * unit;
        at += 1;
        if (this.#missing > 0) this.#block = [];
        else this.#sound = this.#interval;
      }
    }
    return { media, titles };
  }

  #finishBlock(parts: readonly Uint8Array[]): string[] {
    this.#block = null;
    this.#sound = this.#interval;
    const title = titleIn(Buffer.concat(parts));
    if (title === null || title === this.#title) return [];
    this.#title = title;
    return [title];
  }
}

/** The title of a block, which may hold apostrophes itself: it ends before `';`. `null` where there is none. */
function titleIn(block: Uint8Array): string | null {
  const text = decode(block).replace(/\0+$/, '');
  return /StreamTitle='(.*?)'(?:;|$)/s.exec(text)?.[1]?.trim() ?? null;
}

/** UTF-8 as most stations send it, else Latin-1 as the oldest servers do. */
function decode(block: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(block);
  } catch {
    return new TextDecoder('latin1').decode(block);
  }
}
