import type { Verb } from '../tasks/verbs.ts';

/** The verbs as menus show them, with lines between the groups. */
export const verbGroups: readonly (readonly Verb[])[] = [
  ['watch', 'play', 'open', 'reveal', 'download', 'copy', 'details'],
  ['resume', 'pause', 'stop', 'retry', 'cancel'],
  ['top', 'up', 'down', 'bottom'],
  ['remove'],
];
