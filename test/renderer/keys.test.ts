import { expect, test } from 'vitest';
import { isPressed, strokes, written } from '../../renderer/toolbar/keys.ts';

const bare = { key: '', code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const pause = strokes.pause ?? { key: '' };
const remove = strokes.remove ?? { key: '' };

test('letters work on a keyboard of another script', () => {
  expect(isPressed(pause, { ...bare, key: 'з', code: 'KeyP', ctrlKey: true }, 'linux')).toBe(true);
  expect(isPressed(pause, { ...bare, key: 'p', code: 'KeyR', ctrlKey: true }, 'linux')).toBe(true);
  expect(isPressed(pause, { ...bare, key: 'p', code: 'KeyP' }, 'linux')).toBe(false);
  expect(isPressed(pause, { ...bare, key: 'P', code: 'KeyP', ctrlKey: true, shiftKey: true }, 'linux')).toBe(false);
});

test('a Mac has its own keys', () => {
  expect(isPressed(pause, { ...bare, key: 'p', code: 'KeyP', metaKey: true }, 'darwin')).toBe(true);
  expect(isPressed(pause, { ...bare, key: 'p', code: 'KeyP', ctrlKey: true }, 'darwin')).toBe(false);
  expect(isPressed(remove, { ...bare, key: 'Backspace', code: 'Backspace' }, 'darwin')).toBe(true);
  expect(isPressed(remove, { ...bare, key: 'Backspace', code: 'Backspace' }, 'linux')).toBe(false);
});

test('strokes as menus write them', () => {
  expect(written(pause, 'win32')).toBe('Ctrl+P');
  expect(written(pause, 'darwin')).toBe('⌘P');
  expect(written(remove, 'linux')).toBe('Del');
  expect(written({ key: 'ArrowUp', alt: true }, 'linux')).toBe('Alt+↑');
});
