const form =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?\s*(?:(Z|UTC|GMT)|([+-])(\d\d):?(\d\d)?)?)?$/iu;

/**
 * Milliseconds since the epoch of a date in a playlist or manifest (ISO 8601, RFC 8216 section 4.3.2.6), or `null`. A date
 * without a zone is taken for UTC, whatever the zone of this computer is.
 */
export function readDate(text: string): number | null {
  const found = form.exec(text.trim());
  if (found === null) return null;
  const [
    ,
    year,
    month,
    day,
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    ,
    sign,
    east = '0',
    eastMinutes = '0',
  ] = found;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset = (Number(east) * 60 + Number(eastMinutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return Number.isNaN(at) ? null : at - offset + Math.round(Number(`0.${fraction || '0'}`) * 1000);
}
