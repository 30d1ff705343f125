import { describe, expect, test } from 'vitest';
import { candidatesFor } from '../../cli/completion/candidates.ts';
import { buildProgram } from '../../cli/program.ts';

describe('candidates for the word at the cursor', () => {
  const program = buildProgram('1.0.0');
  const words = (...typed: string[]): string[] => {
    const found = candidatesFor(program, typed);
    return found.kind === 'words' ? found.words.map(({ value }) => value) : [`:${found.kind}`];
  };

  test('commands, but not the hidden one', () => {
    expect(words('')).toEqual(expect.arrayContaining(['get', 'list', 'resume', 'completion']));
    expect(words('')).not.toContain('__complete');
    expect(words('settings', '')).toEqual(expect.arrayContaining(['get', 'set']));
  });

  test('options of the command, and values of options', () => {
    expect(words('get', '--l')).toContain('--limit-rate');
    expect(words('get', '--duplicate', '')).toEqual(['ask', 'skip', 'keep']);
    expect(words('list', '--state', '=', 'pa')).toContain('paused');
    expect(words('list', '--state=pa')).toContain('paused');
    expect(words('get', '-d', '')).toEqual([':dirs']);
    expect(words('get', 'https://example.com', '-i', '')).toEqual([':files']);
    expect(words('get', '-x', '')).toEqual([]);
    expect(words('get', '--json', '')).toEqual([]);
    expect(words('record', '--output', '')).toEqual(['mp4', 'mkv', 'ts', 'audio']);
    expect(words('record', '--quality', '')).toEqual(expect.arrayContaining(['best', '1080p', 'worst']));
    expect(words('record', '--on-gap=')).toEqual(['new-fragment', 'go-on']);
    expect(words('record', '--max')).toContain('--max-fragment-duration');
    expect(words('record', '-d', '')).toEqual([':dirs']);
    expect(words('record', '--at', '')).toEqual([]);
  });

  test('arguments: ids, settings, choices; none where there are none', () => {
    expect(candidatesFor(program, ['pause', ''])).toEqual({ kind: 'ids', command: 'pause' });
    expect(candidatesFor(program, ['rm', '--files', 'k3f', 'q'])).toEqual({ kind: 'ids', command: 'remove' });
    expect(candidatesFor(program, ['stop', ''])).toEqual({ kind: 'ids', command: 'stop' });
    expect(candidatesFor(program, ['limit', '2M', ''])).toEqual({ kind: 'ids', command: 'limit' });
    expect(words('limit', '')).toEqual([]);
    expect(words('move', '')).toEqual(['top', 'up', 'down', 'bottom']);
    expect(words('settings', 'set', '')).toEqual([':settings']);
    expect(words('settings', 'set', 'theme', '')).toEqual([]);
    expect(words('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(words('get', '--', '-')).toEqual([]);
  });
});
