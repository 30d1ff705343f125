import { Command } from '@commander-js/extra-typings';
import { examples, help } from '../text/help.ts';
import { runWith } from './run-with.ts';

/** `sluice settings` with `get` (also when nothing is said) and `set`. */
export function settingsCommand() {
  const settings = new Command('settings')
    .description(help.settings)
    .addHelpText(
      'after',
      examples(
        ['sluice settings', 'all of them'],
        ['sluice settings get download-folder', 'where files go'],
        ['sluice settings set max-active 8', 'eight files at a time'],
        ['sluice settings set limit-rate 2M', '2 MB a second for everything together'],
      ),
    );
  settings
    .command('get', { isDefault: true })
    .description(help.settingsGet)
    .argument('[setting...]')
    .option('--json', help.jsonOnce)
    .addHelpText('after', examples(['sluice settings get reserve', 'bytes that stay free on the disk']))
    .action((names, options) => runWith(async () => (await import('../run/settings.ts')).getSettings(names, options)));
  settings
    .command('set')
    .description(help.settingsSet)
    .argument('<setting>')
    .argument('<value>')
    .option('--json', help.jsonOnce)
    .addHelpText('after', examples(['sluice settings set connections auto', 'as many as help']))
    .action((name, value, options) =>
      runWith(async () => (await import('../run/settings.ts')).setSetting(name, value, options)),
    );
  return settings;
}
