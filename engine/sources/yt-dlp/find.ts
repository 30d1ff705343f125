import { Failure } from '../../../contract/errors.ts';
import { type Environment, programAnywhere, programNamed } from '../../programs/find.ts';

const advice: Readonly<Record<string, string>> = {
  linux:
    'pipx install "yt-dlp[default]" (that of apt-get install yt-dlp is old in most releases, and reads YouTube only in part)',
  darwin: 'brew install yt-dlp',
  win32: 'winget install yt-dlp',
};

/** How to get yt-dlp on this platform. */
export const ytDlpAdvice = `Get it with ${advice[process.platform] ?? 'pipx install "yt-dlp[default]"'}, or name its path in the settings.`;

/**
 * The absolute path of yt-dlp: what the setting names, else the one on the PATH or in the usual folders.
 * @param setting its path, its folder, or a name to be found on the PATH; empty for none
 * @throws Failure `tool-missing`, whose detail says where was looked and how to get it
 */
export async function findYtDlp(setting: string, environment: Environment = process.env): Promise<string> {
  const found = await (setting === ''
    ? programAnywhere('yt-dlp', environment)
    : programNamed(setting, 'yt-dlp', environment));
  if (found !== undefined) return found;
  const looked =
    setting === '' ? 'yt-dlp was not found.' : `The setting names ${setting}, which is no program that can be run.`;
  throw new Failure('tool-missing', { detail: `${looked} ${ytDlpAdvice}` });
}
