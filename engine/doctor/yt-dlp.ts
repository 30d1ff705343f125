import type { Finding } from '../../contract/doctor.ts';
import { Failure } from '../../contract/errors.ts';
import { findYtDlp } from '../sources/yt-dlp/find.ts';
import { isBefore, oldestForYoutube, requireVersion, versionOf } from '../sources/yt-dlp/version.ts';

/** Milliseconds that finding out may take. */
const patience = 15_000;

/**
 * Which yt-dlp is there. It is optional, unless the user has named one.
 * @param setting the user's, empty for the one that is found
 */
export async function examineYtDlp(setting: string): Promise<Finding> {
  const name = 'yt-dlp';
  try {
    const program = await findYtDlp(setting);
    const version = await versionOf(program, AbortSignal.timeout(patience), () => {});
    const found = `${program}: ${version}`;
    try {
      requireVersion(version);
    } catch (error) {
      return { name, status: 'warning', found, advice: adviceOf(error) };
    }
    return isBefore(version, oldestForYoutube)
      ? { name, status: 'ok', found, advice: `For YouTube it has to be of ${oldestForYoutube} or later.` }
      : { name, status: 'ok', found, advice: '' };
  } catch (error) {
    return setting === ''
      ? { name, status: 'ok', found: 'not found (optional)', advice: adviceOf(error) }
      : { name, status: 'warning', found: setting, advice: adviceOf(error) };
  }
}

function adviceOf(error: unknown): string {
  return error instanceof Failure ? (error.detail ?? error.message) : String(error);
}
