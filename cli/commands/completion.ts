import { Argument, Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { examples, help } from '../text/help.ts';
import { runWith } from './run-with.ts';

/** `sluice completion`. */
export function completionCommand() {
  return new Command('completion')
    .description(help.completion)
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish'] as const))
    .addHelpText(
      'after',
      examples(
        ['source <(sluice completion bash)', 'for this shell; put it into ~/.bashrc for all'],
        ['source <(sluice completion zsh)', 'the same in zsh, after compinit; or into ~/.zshrc'],
        ['sluice completion fish > ~/.config/fish/completions/sluice.fish', 'fish'],
      ),
    )
    .action((shell) =>
      runWith(async () => {
        const { completionScript } = await import('../completion/scripts.ts');
        process.stdout.write(completionScript(shell));
        return 0;
      }),
    );
}

/** What the completion scripts ask: the candidates for the last of the given words. */
export function completeCommand(tree: () => CommandUnknownOpts) {
  return new Command('__complete')
    .argument('[word...]')
    .allowUnknownOption()
    .helpOption(false)
    .passThroughOptions()
    .action((words) => runWith(async () => (await import('../completion/answer.ts')).answerCompletion(tree(), words)));
}
