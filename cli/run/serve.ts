import { headlessPaths } from '../../engine/headless/paths.ts';
import { folderFrom } from '../parse/place.ts';
import type { ServeCommand } from './serve-until-signal.ts';

/** `sluice serve`: serves the web page and the API until a signal comes, or tells a link to what is served. Returns the exit code. */
export async function serve(options: ServeCommand): Promise<number> {
  const paths = headlessPaths({
    ...process.env,
    ...(options.data === undefined ? {} : { SLUICE_DATA: folderFrom(options.data, process.cwd()) }),
    ...(options.downloads === undefined ? {} : { SLUICE_DOWNLOADS: folderFrom(options.downloads, process.cwd()) }),
  });
  if (options.link === true) return (await import('./serve-links.ts')).tellLinks(paths.data, options.json === true);
  return (await import('./serve-until-signal.ts')).serveUntilSignal(paths, options);
}
