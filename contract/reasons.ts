/**
 * Why there is nothing to record at a link, where a person can do something about it: the closed list of what stands in the
 * `detail` of such a failure. A front end that speaks another language finds its own sentence by `readReason`. What stands in
 * braces is filled in.
 */
const reasons = {
  'no-stream-on-page': 'no stream was found on this page; it may need a sign-in, or begin only when the broadcast does',
  'finished-file': 'this is a finished file of {bytes} bytes, not a stream: download it instead of recording it',
  'not-a-stream': 'there is no stream at this address but {what}',
  'many-streams': 'this is a list of {number} streams: paste the link of the one you want',
  'no-stream-in-list': 'this list names no stream',
  'other-protocol': '{scheme}:// streams cannot be recorded yet, only HLS, DASH and plain streams over http and https',
  'other-scheme': '{scheme}: links cannot be recorded',
  'webm-segments': 'the stream is cut into WebM segments',
} as const satisfies Record<string, string>;

export type ReasonName = keyof typeof reasons;

/** What is filled in: `name` for `{name}`. */
type ReasonValues = Readonly<Record<string, string>>;

/** The English sentence of a reason, for the `detail` of a failure. */
export function reasonText(name: ReasonName, values: Readonly<Record<string, string | number>> = {}): string {
  return reasons[name].replace(/\{(\w+)\}/g, (place, key: string) => String(values[key] ?? place));
}

/** Which reason a `detail` tells, and with what filled in; `null` for any other text. */
export function readReason(detail: string): { readonly name: ReasonName; readonly values: ReasonValues } | null {
  for (const [name, pattern] of patterns) {
    const found = pattern.exec(detail);
    if (found !== null) return { name, values: { ...found.groups } };
  }
  return null;
}

const patterns = Object.entries(reasons).map(([name, text]) => {
  const plain = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>.+)');
  return [name as ReasonName, new RegExp(`^${plain}$`, 's')] as const;
});
