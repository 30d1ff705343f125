/** A cue of WebVTT. Times are milliseconds. */
export interface Cue {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** position, alignment and the like, as they stand behind the times */
  readonly settings: string;
  readonly text: string;
}

/** A file of WebVTT. */
export interface Vtt {
  /** which presentation time, in ticks of 90 kHz, which time of a cue is (X-TIMESTAMP-MAP of RFC 8216 section 3.5) */
  readonly map: { readonly ticks: number; readonly local: number } | null;
  /** blocks that say how cues look: STYLE and REGION */
  readonly looks: readonly string[];
  readonly cues: readonly Cue[];
}

const time = String.raw`(?:(\d+):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})`;
const timing = new RegExp(String.raw`^\s*${time}\s*-->\s*${time}(.*)$`, 'u');
const inner = new RegExp(`<${time}>`, 'gu');

/** Reads WebVTT as leniently as players do: what is no cue is passed over. */
export function readVtt(text: string): Vtt {
  const plain = text
    .replace(/^\ufeff/u, '')
    .replace(/\r\n?/gu, '\n')
    .replaceAll('\0', '\ufffd');
  const [head = '', ...blocks] = plain.split(/\n(?:[ \t]*\n)+/u);
  const looks = blocks.filter((block) => /^(?:STYLE|REGION)\s*$/mu.test(block.split('\n', 1)[0] ?? ''));
  // A cue may follow on the head without an empty line.
  const cues = [head, ...blocks].flatMap((block) => readCue(block) ?? []);
  return { map: readMap(head), looks: looks.map((block) => block.trim()), cues };
}

function readCue(block: string): Cue | null {
  if (/^NOTE(?:\s|$)/u.test(block)) return null;
  const lines = block.split('\n');
  const at = lines.findIndex((line) => line.includes('-->'));
  const times = timing.exec(lines[at] ?? '');
  if (times === null) return null;
  const id = at > 0 && !/^WEBVTT|^X-TIMESTAMP-MAP/u.test(lines[at - 1] ?? '') ? (lines[at - 1] ?? '').trim() : '';
  const text = lines
    .slice(at + 1)
    .join('\n')
    .trim();
  const settings = (times[9] ?? '').trim();
  return { id, start: milliseconds(times.slice(1, 5)), end: milliseconds(times.slice(5, 9)), settings, text };
}

function readMap(head: string): Vtt['map'] {
  const line = /^X-TIMESTAMP-MAP=(.*)$/mu.exec(head)?.[1];
  const ticks = /MPEGTS:(\d+)/u.exec(line ?? '')?.[1];
  const local = new RegExp(`LOCAL:${time}`, 'u').exec(line ?? '');
  if (ticks === undefined) return null;
  return { ticks: Number(ticks), local: local === null ? 0 : milliseconds(local.slice(1, 5)) };
}

/** Writes WebVTT; cues in the order they are given in. */
export function writeVtt(looks: readonly string[], cues: readonly Cue[]): string {
  const written = cues.map(({ id, start, end, settings, text }) => {
    const line = `${clock(start)} --> ${clock(end)}${settings === '' ? '' : ` ${settings}`}`;
    return [...(id === '' ? [] : [id]), line, text].join('\n');
  });
  return `${['WEBVTT', ...looks, ...written].join('\n\n')}\n`;
}

/** The cue at another time, cut to what lies in `from` to `to`; `null` when nothing does. Times in its text move with it. */
export function moveCue(cue: Cue, by: number, from: number, to: number): Cue | null {
  const within = (value: number): number => Math.min(to, Math.max(from, Math.round(value + by)));
  const [start, end] = [within(cue.start), within(cue.end)];
  if (start >= end) return null;
  const text = cue.text.replace(
    inner,
    (_, ...parts: string[]) => `<${clock(within(milliseconds(parts.slice(0, 4))))}>`,
  );
  return { ...cue, start, end, text };
}

function milliseconds([hours, minutes, seconds, fraction = '']: readonly (string | undefined)[]): number {
  const whole = Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
  return whole * 1000 + Number(fraction.padEnd(3, '0'));
}

function clock(value: number): string {
  const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  const thousandths = String(value % 1000).padStart(3, '0');
  return `${two(value / 3_600_000)}:${two((value / 60_000) % 60)}:${two((value / 1000) % 60)}.${thousandths}`;
}
