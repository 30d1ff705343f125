/** One entry of a list. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly channel: string;
  readonly seconds: number;
  readonly state: 'there' | 'private' | 'deleted' | 'live';
}

/** A playlist, or the videos of a channel. */
export interface List {
  /** `PL…`, or `UC…` for a channel, and `UC….shorts` or `UC….streams` for what is in its other tabs */
  readonly id: string;
  /** of a channel, with `@` */
  readonly handle: string | null;
  readonly title: string;
  readonly channel: string;
  readonly entries: readonly Entry[];
  /** entries a page has */
  readonly page: number;
  /** the site has several ways to write an entry */
  readonly shape: 'renderer' | 'lockup' | 'short';
}

/** As the site names the entry. */
export function entryTitle({ state, title }: Entry): string {
  if (state === 'private') return '[Private video]';
  return state === 'deleted' ? '[Deleted video]' : title;
}
