/** Why an entry of a list cannot be had; `null` when it can. The site says it by the title alone, in English for who asks in it. */
export function missingOf(title: string): string | null {
  return /^\[(private|deleted|unavailable) video\]$/i.exec(title)?.[1]?.toLowerCase() ?? null;
}
