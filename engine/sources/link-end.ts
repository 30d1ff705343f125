/** Where a link ends in running text, of `[start, end)`. What follows it may be closing brackets, quotes and the sentence's punctuation. */
export function linkEnd(text: string, start: number, end: number): number {
  return trimmedEnd(text, start, closedEnd(text, start, end));
}

const closers: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  "'": "'",
  '‘': '’',
  '“': '”',
  '‚': '‘',
  '„': '“',
  '«': '»',
  '‹': '›',
};

/** A link that stands directly behind a bracket or quote ends where that is closed; pairs inside the link do not count. */
function closedEnd(text: string, start: number, end: number): number {
  const opener = text[start - 1] ?? '';
  const closer = closers[opener];
  if (closer === undefined) return end;
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    if (text[at] === closer) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (text[at] === opener) {
      depth += 1;
    }
  }
  return end;
}

const punctuation: ReadonlySet<string> = new Set([
  '.',
  ',',
  ';',
  ':',
  '!',
  '?',
  "'",
  '’',
  '”',
  '»',
  '›',
  '…',
  '|',
  '\\',
  '^',
]);
const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Emphasis of Markdown; trimmed only when it also stands before the link. */
const emphasis: ReadonlySet<string> = new Set(['*', '_', '~']);

/** Takes off what belongs to the sentence: punctuation, and closing brackets that nothing inside the link opens. */
function trimmedEnd(text: string, start: number, end: number): number {
  const open = new Map<string, number>();
  for (let at = start; at < end; at += 1) {
    const char = text[at] ?? '';
    if (char in pairs || openers.has(char)) open.set(char, (open.get(char) ?? 0) + 1);
  }
  const before = text[start - 1] ?? '';
  for (; end > start; end -= 1) {
    const last = text[end - 1] ?? '';
    const opener = pairs[last];
    if (opener !== undefined) {
      const closed = open.get(last) ?? 0;
      if (closed <= (open.get(opener) ?? 0)) return end;
      open.set(last, closed - 1);
    } else if (!punctuation.has(last) && !(emphasis.has(last) && last === before)) {
      return end;
    }
  }
  return end;
}

const openers: ReadonlySet<string> = new Set(Object.values(pairs));
