import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { completeCommand, completionCommand } from './commands/completion.ts';
import { getCommand } from './commands/get.ts';
import { resumeCommand, retryCommand, stopCommand } from './commands/go-on.ts';
import { doctorCommand, listCommand, showCommand } from './commands/look.ts';
import { recordCommand } from './commands/record.ts';
import { serveCommand } from './commands/serve.ts';
import { settingsCommand } from './commands/settings.ts';
import { cancelCommand, limitCommand, moveCommand, pauseCommand, removeCommand } from './commands/verbs.ts';
import { webhooksCommand } from './commands/webhooks.ts';
import { youtubeCommand } from './commands/youtube.ts';
import { paintFor } from './format/paint.ts';
import { examples, exitCodes, help } from './text/help.ts';

/** The whole command line. Declared here without what the commands need, which is loaded when one runs. */
export function buildProgram(version: string): Command {
  const program = new Command('sluice')
    .description(help.program)
    .version(version, '-V, --version')
    .enablePositionalOptions()
    .showHelpAfterError('(sluice --help shows what there is)')
    .addHelpText(
      'after',
      [
        examples(
          ['sluice get https://example.com/disk.iso', 'download a file'],
          ['sluice youtube https://youtu.be/jNQXAC9IVRw', 'get a video'],
          ['sluice record -r 1h https://example.com/live.m3u8', 'record a live stream'],
          ['sluice list', 'what there is'],
          ['sluice resume --all', 'go on with everything paused'],
          ['sluice help get', 'more about a command'],
        ),
        exitCodes(),
      ].join('\n'),
    );
  for (const command of [
    getCommand(),
    youtubeCommand(),
    recordCommand(),
    listCommand(),
    showCommand(),
    pauseCommand(),
    resumeCommand(),
    retryCommand(),
    stopCommand(),
    cancelCommand(),
    removeCommand(),
    moveCommand(),
    limitCommand(),
    serveCommand(),
    settingsCommand(),
    webhooksCommand(),
    doctorCommand(),
    completionCommand(),
  ]) {
    program.addCommand(command);
  }
  program.addCommand(
    completeCommand(() => program),
    { hidden: true },
  );
  for (const command of allOf(program)) quietly(command);
  return program;
}

function* allOf(command: CommandUnknownOpts): Generator<CommandUnknownOpts> {
  yield command;
  for (const child of command.commands) yield* allOf(child);
}

/** Has a command throw instead of ending the process, and say what is wrong the way everything else is said. */
function quietly(command: CommandUnknownOpts): void {
  const paint = paintFor(process.stdout);
  command
    .exitOverride()
    .configureHelp({ styleTitle: paint.bold, showGlobalOptions: false })
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'sluice: ')),
    });
}
