/** Turns figures into text of one language. Made once a language, since each `Intl` formatter is costly to build. */
export interface Formats {
  readonly locale: string;
  /** a size in bytes, as `12.3 MB`; decimal units, as the names of the units mean */
  bytes(bytes: number): string;
  /** a size that is only reckoned, without digits that promise more, as `180 MB` or `1.3 GB` */
  roughBytes(bytes: number): string;
  /** two sizes, as `3.1 / 12.3 MB`, or `310 kB / 12.3 MB` where their units differ */
  bytesOf(done: number, total: number): string;
  /** bytes a second as measured, as `12.3 MB/s`; never in bytes, which nobody counts */
  speed(bytesPerSecond: number): string;
  /** bytes a second as set, without digits that say nothing, as `5 MB/s` */
  rate(bytesPerSecond: number): string;
  /** bits a second as a stream announces them, as `2.5 Mb/s` */
  bitRate(bitsPerSecond: number): string;
  /** a span in seconds with its two largest units, as `3m 20s` */
  duration(seconds: number): string;
  /** a span in seconds with all its units, as `1h 30m 5s`; to the millisecond, for what a person has asked for */
  span(seconds: number): string;
  /** a place on a timeline in seconds, as `2:05` or `1:02:05`; rounded down */
  clock(seconds: number): string;
  /** 0 to 1 as `42%`; rounded down, so that it says 100 only at the end */
  percent(fraction: number): string;
  count(value: number): string;
  /** `a, b and c` */
  list(names: readonly string[]): string;
  /** milliseconds since the epoch as a short date and time; only the time when it is the day of `now` */
  moment(at: number, now: number): string;
  /** milliseconds since the epoch as date and time to the second */
  exact(at: number): string;
  /** milliseconds since the epoch as the time of day to the second */
  timeOfDay(at: number): string;
  /** a day, `2026-01-31`, as people write it; what is none stays as it is */
  day(day: string): string;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
type Unit = (typeof units)[number];

/** The largest unit in which the number stays at least 1; 999.95 kB is already 1.0 MB once it is rounded. */
function scale(bytes: number): { unit: Unit; divisor: number } {
  let divisor = 1;
  let index = 0;
  while (bytes / divisor >= 999.95 && index < units.length - 1) {
    divisor *= 1000;
    index += 1;
  }
  return { unit: units[index] ?? 'byte', divisor };
}

/** Formats for a BCP 47 language tag. */
export function formatsFor(locale: string): Formats {
  const numbers = new Map<string, Intl.NumberFormat>();
  const number = (key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const known = numbers.get(key);
    if (known) return known;
    const made = new Intl.NumberFormat(locale, options);
    numbers.set(key, made);
    return made;
  };
  const digits = (unit: Unit): Intl.NumberFormatOptions =>
    unit === 'byte' || unit === 'kilobyte'
      ? { maximumFractionDigits: 0 }
      : { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const inUnit = (value: number, unit: Unit, name: string) =>
    number(name, {
      style: 'unit',
      unit: name,
      unitDisplay: unit === 'byte' ? 'long' : 'short',
      ...digits(unit),
    }).format(value);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const dateTime = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  const exactTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const dayTime = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const spans = new Intl.DurationFormat(locale, { style: 'narrow' });
  const zeroSeconds = new Intl.DurationFormat(locale, { style: 'narrow', secondsDisplay: 'always' });
  // a day is the same one everywhere, whatever the time zone
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const plain = new Intl.NumberFormat(locale);

  const bytes = (value: number) => {
    const { unit, divisor } = scale(value);
    return inUnit(value / divisor, unit, unit);
  };
  return {
    locale,
    bytes,
    roughBytes(value) {
      const { unit, divisor } = scale(value);
      const options = { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short' } as const;
      return number(`rough-${unit}`, { ...options, maximumSignificantDigits: 2 }).format(value / divisor);
    },
    bytesOf(done, total) {
      const { unit, divisor } = scale(total);
      if (done > 0 && scale(done).unit !== unit) return `${bytes(done)} / ${bytes(total)}`;
      const part = number(`part-${unit}`, digits(unit)).format(done / divisor);
      return `${part} / ${inUnit(total / divisor, unit, unit)}`;
    },
    speed(value) {
      const { unit, divisor } = scale(Math.max(1000, value));
      return inUnit(value / divisor, unit, `${unit}-per-second`);
    },
    rate(value) {
      const { unit, divisor } = scale(Math.max(1000, value));
      const options = { style: 'unit', unit: `${unit}-per-second`, maximumFractionDigits: 2 } as const;
      return number(`rate-${unit}`, options).format(value / divisor);
    },
    bitRate(value) {
      const [unit, divisor] = value < 1_000_000 ? ['kilobit', 1000] : ['megabit', 1_000_000];
      const options = { style: 'unit', unit: `${unit}-per-second`, maximumFractionDigits: 3 } as const;
      return number(`rate-${unit}`, options).format(value / divisor);
    },
    duration: (seconds) => {
      const span = spanOf(seconds);
      return (Object.values(span).every((part) => part === 0) ? zeroSeconds : spans).format(span);
    },
    span: (seconds) => spans.format(wholeSpanOf(seconds)),
    clock,
    percent: (fraction) => percents.format(Math.floor(fraction * 100 + 1e-9) / 100),
    count: (value) => plain.format(value),
    list: (names) => lists.format(names),
    moment: (at, now) => (sameDay(at, now) ? time : dateTime).format(at),
    exact: (at) => exactTime.format(at),
    timeOfDay: (at) => dayTime.format(at),
    day(day) {
      const at = Date.parse(`${day}T00:00:00Z`);
      return Number.isNaN(at) ? day : days.format(at);
    },
  };
}

/** Written alike in all languages, and of the same width from one second to the next. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const pad = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

function wholeSpanOf(total: number): { hours: number; minutes: number; seconds: number; milliseconds: number } {
  const milliseconds = Math.round(total * 1000);
  return {
    hours: Math.floor(milliseconds / 3_600_000),
    minutes: Math.floor((milliseconds % 3_600_000) / 60_000),
    seconds: Math.floor((milliseconds % 60_000) / 1000),
    milliseconds: milliseconds % 1000,
  };
}

/** Two neighbouring units are enough: nobody needs the seconds of a day. */
function spanOf(seconds: number): { days?: number; hours?: number; minutes?: number; seconds?: number } {
  const whole = Math.ceil(seconds);
  if (whole < 60) return { seconds: whole };
  if (whole < 3600) return { minutes: Math.floor(whole / 60), seconds: whole % 60 };
  const minutes = Math.ceil(whole / 60);
  if (minutes < 24 * 60) return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
  const hours = Math.ceil(minutes / 60);
  return { days: Math.floor(hours / 24), hours: hours % 24 };
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
