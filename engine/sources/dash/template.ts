/** What the identifiers of a template stand for. */
export interface TemplateValues {
  readonly id: string;
  readonly bandwidth: number;
  readonly number: number;
  /** ticks */
  readonly time: bigint;
}

/** Fills a template in (ISO/IEC 23009-1 section 5.3.9.4.4): `$Number%05d$`, `$Time$`, `$RepresentationID$`, `$Bandwidth$`, `$$`. */
export function fillTemplate(template: string, values: TemplateValues): string {
  return template.replace(
    /\$(?:([A-Za-z]+)(?:%0?(\d{1,3})d)?)?\$/gu,
    (whole, name: string | undefined, width = '1') => {
      if (name === undefined) return '$';
      if (name === 'RepresentationID') return values.id;
      const value = { Number: values.number, Time: values.time, Bandwidth: values.bandwidth }[name];
      return value === undefined ? whole : String(value).padStart(Number(width), '0');
    },
  );
}

/** Whether segments are told apart by number; else they are by time. */
export function countsByNumber(template: string): boolean {
  return /\$Number(?:%0?\d+d)?\$/u.test(template);
}
