import { dirname, extname, join } from 'node:path';
import type { Artifact } from '../../contract/task.ts';
import { publish, wasPublished } from '../files/publish.ts';
import { fileOf, publishAs } from '../record/finish/publish-as.ts';
import { artifactOf } from '../record/run/artifact.ts';
import { subtitleName } from './name.ts';
import type { MadeVideo } from './state.ts';
import type { WorkFolder } from './work-folder.ts';

const subtitleTypes: Readonly<Record<string, string>> = { vtt: 'text/vtt', srt: 'application/x-subrip' };

/**
 * Gives a finished video and the subtitles beside it their names: nothing is overwritten, and what was published before a crash
 * is found again, also when the user has renamed it since.
 * @param reserved the path that was reserved for it
 * @param again asks for another path, because something has taken that one
 * @returns the video first
 * @throws Failure
 */
export async function publishVideo(
  made: MadeVideo,
  folder: WorkFolder,
  directory: string,
  reserved: () => Promise<string>,
  again: (path: string) => Promise<string>,
): Promise<readonly Artifact[]> {
  const data = folder.at(made.file);
  const path = (await wasPublished(data, directory, null)) ?? (await place(made, data, reserved, again));
  const artifacts = [artifactOf(await fileOf(path, made.type))];
  for (const { file, language, form } of made.beside) {
    const source = folder.at(file);
    const name = subtitleName(path, language, form);
    const known = await wasPublished(source, directory, join(directory, name));
    const there = known ?? (await publishAs(source, directory, name));
    artifacts.push(artifactOf(await fileOf(there, subtitleTypes[form] ?? 'text/plain')));
  }
  return artifacts;
}

async function place(
  made: MadeVideo,
  data: string,
  reserved: () => Promise<string>,
  again: (path: string) => Promise<string>,
): Promise<string> {
  let path = await reserved();
  // It became another kind of file than was expected when the name was reserved.
  if (extname(path) !== extname(made.name)) {
    const stem = path.slice(0, path.length - extname(path).length);
    return publishAs(data, dirname(path), `${stem.slice(dirname(path).length + 1)}${extname(made.name)}`);
  }
  while ((await publish(data, path)) === 'taken') path = await again(path);
  return path;
}
