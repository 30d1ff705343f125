import type { Verb } from '../tasks/verbs.ts';
import type { Transport } from '../transport.ts';

/** A key with what must be held; `mod` is Command on a Mac and Control elsewhere. */
interface Stroke {
  readonly key: string;
  readonly mod?: true;
  readonly alt?: true;
}

/** The keys of verbs. Enter, arrows and selecting belong to the list itself. */
export const strokes: Readonly<Partial<Record<Verb, Stroke>>> = {
  pause: { key: 'p', mod: true },
  stop: { key: 's', mod: true },
  resume: { key: 'r', mod: true },
  retry: { key: 'r', mod: true },
  cancel: { key: '.', mod: true },
  remove: { key: 'Delete' },
  reveal: { key: 'Enter', mod: true },
  details: { key: 'Enter', alt: true },
  copy: { key: 'c', mod: true },
  up: { key: 'ArrowUp', alt: true },
  down: { key: 'ArrowDown', alt: true },
  top: { key: 'Home', alt: true },
  bottom: { key: 'End', alt: true },
};

/** What is pressed, without the event around it. */
export interface Pressed {
  readonly key: string;
  /** the key by its place, which does not change with the keyboard's language */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Whether a stroke was pressed. Letters are taken by their place too, so that they work on a Russian keyboard. */
export function isPressed(stroke: Stroke, pressed: Pressed, platform: Transport['platform']): boolean {
  const mod = platform === 'darwin' ? pressed.metaKey : pressed.ctrlKey;
  const other = platform === 'darwin' ? pressed.ctrlKey : pressed.metaKey;
  if (other || pressed.shiftKey || mod !== (stroke.mod === true) || pressed.altKey !== (stroke.alt === true))
    return false;
  const letter = /^[a-z]$/.test(stroke.key) && pressed.code === `Key${stroke.key.toUpperCase()}`;
  const removes = stroke.key === 'Delete' && platform === 'darwin' && pressed.key === 'Backspace';
  return letter || removes || pressed.key.toLowerCase() === stroke.key.toLowerCase();
}

const symbols: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', Enter: '↵', Delete: 'Del' };

/** A stroke as it is written in menus. */
export function written({ key, mod, alt }: Stroke, platform: Transport['platform']): string {
  const mac = platform === 'darwin';
  const name = symbols[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const held = [mod && (mac ? '⌘' : 'Ctrl'), alt && (mac ? '⌥' : 'Alt')].filter((part) => typeof part === 'string');
  return [...held, mac && key === 'Delete' ? '⌫' : name].join(mac ? '' : '+');
}
