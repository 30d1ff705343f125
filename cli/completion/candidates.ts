import type { Argument, CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { presetNames } from '../../contract/video-choices.ts';
import { webhookEvent } from '../../contract/webhooks.ts';
import { stateNames } from '../text/states.ts';

/** What may stand at the cursor: words to choose from, or something that is looked up elsewhere. */
export type Candidates =
  | { readonly kind: 'words'; readonly words: readonly Candidate[] }
  | { readonly kind: 'files' }
  | { readonly kind: 'dirs' }
  | { readonly kind: 'ids'; readonly command: string }
  | { readonly kind: 'settings' }
  | { readonly kind: 'webhooks' };

export interface Candidate {
  readonly value: string;
  readonly description: string;
}

const nothing: Candidates = { kind: 'words', words: [] };
const optionKinds: Readonly<Record<string, Candidates>> = {
  dir: { kind: 'dirs' },
  output: { kind: 'files' },
  input: { kind: 'files' },
  cookies: { kind: 'files' },
  state: plain([...stateNames, 'active']),
  events: plain(webhookEvent.options),
  quality: plain(['best', 'worst', '2160p', '1440p', '1080p', '720p', '480p', '360p']),
  format: plain(presetNames),
  checksum: plain(['sha256:', 'sha512:', 'sha384:', 'sha1:', 'md5:']),
};

/**
 * What can be typed for the last of `words`, which are those after the program's name. Follows subcommands and options through
 * the declared tree; `--option=value` counts as two words, as bash cuts it.
 */
export function candidatesFor(program: CommandUnknownOpts, words: readonly string[]): Candidates {
  const typed = splitAtEquals(words);
  const last = typed.at(-1) ?? '';
  let command: CommandUnknownOpts = program;
  let argument = 0;
  let literal = false;
  for (let index = 0; index < typed.length - 1; index += 1) {
    const word = typed[index] ?? '';
    if (!literal && word === '--') literal = true;
    else if (!literal && word.startsWith('-') && word !== '-') {
      const option = optionOf(command, word);
      if (option === undefined || !(option.required || option.optional)) continue;
      if (index + 1 === typed.length - 1) return valuesFor(option);
      index += 1;
    } else {
      const child = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
      if (child !== undefined && argument === 0) command = child;
      else argument += 1;
    }
  }
  if (!literal && last.startsWith('-')) return { kind: 'words', words: optionWords(command) };
  return argumentOf(command, argument);
}

function splitAtEquals(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    if (word === '=') return [];
    const cut = /^(--[a-z-]+)=(.*)$/s.exec(word);
    return cut === null ? [word] : [cut[1] ?? '', cut[2] ?? ''];
  });
}

function optionOf(command: CommandUnknownOpts, word: string): Option | undefined {
  return command.options.find((option) => option.long === word || option.short === word);
}

function valuesFor(option: Option): Candidates {
  return option.argChoices === undefined ? (optionKinds[option.attributeName()] ?? nothing) : plain(option.argChoices);
}

function optionWords(command: CommandUnknownOpts): Candidate[] {
  const visible = command.createHelp().visibleOptions(command);
  return visible.flatMap(({ long, description }) => (long == null ? [] : [{ value: long, description }]));
}

function argumentOf(command: CommandUnknownOpts, index: number): Candidates {
  const commands = command.createHelp().visibleCommands(command);
  if (commands.length > 0 && index === 0) {
    return {
      kind: 'words',
      words: commands.map((each) => ({ value: each.name(), description: each.summary() || each.description() })),
    };
  }
  const declared: readonly Argument[] = command.registeredArguments;
  const last = declared.at(-1);
  const argument = declared[index] ?? (last?.variadic === true ? last : undefined);
  if (argument === undefined) return nothing;
  if (argument.argChoices !== undefined) return plain(argument.argChoices);
  if (argument.name() === 'id') return { kind: 'ids', command: command.name() };
  if (argument.name() === 'webhook') return { kind: 'webhooks' };
  return argument.name() === 'setting' ? { kind: 'settings' } : nothing;
}

function plain(values: readonly string[]): Candidates {
  return { kind: 'words', words: values.map((value) => ({ value, description: '' })) };
}
