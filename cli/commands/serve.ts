import { Command } from '@commander-js/extra-typings';
import { collect, wholeNumber } from '../parse/options.ts';
import { examples, help } from '../text/help.ts';
import { runWith } from './run-with.ts';

/** `sluice serve`. */
export function serveCommand() {
  return new Command('serve')
    .description(help.serve)
    .option('--host <address>', help.host, '127.0.0.1')
    .option('--port <number>', help.port, wholeNumber(0, 65_535), 8787)
    .option('--data <folder>', help.data)
    .option('--downloads <folder>', help.downloads)
    .option('--token-file <file>', help.tokenFile)
    .option('--behind-proxy', help.behindProxy)
    .option('--name <host>', help.hostName, collect)
    .option('--link', help.link)
    .option('--json', help.jsonOnce)
    .addHelpText(
      'after',
      [
        help.serveMore,
        examples(
          ['sluice serve', 'for the browser on this computer'],
          ['sluice serve --link', 'a new link that signs in, of the one that runs'],
          ['sluice serve --data /srv/sluice --downloads /srv/video', 'with folders of its own'],
          ['sluice serve --behind-proxy --name video.example.org', 'behind a proxy that has the certificate'],
        ),
        help.exitCodes,
      ].join('\n'),
    )
    .action((options) => runWith(async () => (await import('../run/serve.ts')).serve(options)));
}
