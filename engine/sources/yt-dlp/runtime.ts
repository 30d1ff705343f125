import { type Environment, programAnywhere } from '../../programs/find.ts';

/**
 * The Node by which yt-dlp may run YouTube's player code, in the sandbox that it builds of it. The program that runs this is taken
 * only where it is Node itself: the desktop's Electron cannot be started as one.
 */
export async function nodeFor(environment: Environment = process.env): Promise<string | undefined> {
  return process.versions['electron'] === undefined ? process.execPath : programAnywhere('node', environment);
}
