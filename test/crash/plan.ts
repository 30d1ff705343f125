import type { Moment } from './moments.ts';

/** One blow: who is killed, and when. */
export interface Blow {
  readonly victim: 'worker' | 'tree';
  readonly moment: Moment;
  /** milliseconds after the moment */
  readonly delayMs: number;
}

/** What happens in one round. */
export interface Plan {
  readonly blows: readonly Blow[];
  /** whether the download is told its checksum, so that there is a verification to die in */
  readonly checksum: boolean;
}

/** Kinds of moments, in the shares in which they come. The milliseconds are the most that may pass after the moment. */
const kinds: readonly ((random: () => number) => { moment: Moment; within: number; checksum?: true })[] = [
  () => ({ moment: { at: 'begun' }, within: 200 }),
  (random) => ({ moment: { at: 'stored', share: random() }, within: 50 }),
  (random) => ({ moment: { at: 'stored', share: random() }, within: 50 }),
  () => ({ moment: { at: 'on-record' }, within: 20 }),
  (random) => ({ moment: { at: 'stored', share: 0.5 + random() / 2 }, within: 300 }),
  (random) => ({ moment: { at: 'stored', share: 0.5 + random() / 2 }, within: 300 }),
  // everything has arrived: the last writes, flushing, publishing
  () => ({ moment: { at: 'stored', share: 1 }, within: 10 }),
  () => ({ moment: { at: 'stored', share: 1 }, within: 60 }),
  () => ({ moment: { at: 'stored', share: 1 }, within: 200 }),
  // the same with a verification in between
  () => ({ moment: { at: 'stored', share: 1 }, within: 200, checksum: true }),
  () => ({ moment: { at: 'whole-on-record' }, within: 60, checksum: true }),
  () => ({ moment: { at: 'named' }, within: 0 }),
  () => ({ moment: { at: 'named' }, within: 3 }),
  () => ({ moment: { at: 'named' }, within: 10, checksum: true }),
  () => ({ moment: { at: 'settled' }, within: 2 }),
];

/** Rounds in which every kind of moment comes for each victim, and every third holds a second blow. */
export function planRounds(random: () => number, count: number): Plan[] {
  return Array.from({ length: count }, (_, index) => {
    const first = blow(index % 2 === 0 ? 'worker' : 'tree', kindAt(Math.floor(index / 2)), random);
    const again = index % 3 === 2 ? [blow(random() < 0.5 ? 'worker' : 'tree', kindAt(later(random)), random)] : [];
    const blows = [first, ...again];
    return { blows, checksum: blows.some(({ checksum }) => checksum) || index % 5 === 0 };
  });
}

/** A second blow falls when much has arrived; an early moment would not come a second time. */
function later(random: () => number): number {
  return 4 + Math.floor(random() * (kinds.length - 4));
}

function kindAt(index: number) {
  const kind = kinds[index % kinds.length];
  if (kind === undefined) throw new Error('no kinds of moments');
  return kind;
}

function blow(victim: Blow['victim'], kind: (typeof kinds)[number], random: () => number) {
  const { moment, within, checksum = false } = kind(random);
  return { victim, moment, delayMs: random() * within, checksum };
}
