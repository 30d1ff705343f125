import type { RecordingOptions } from '../../contract/recording.ts';

/** File endings a person may give the name of a recording, and what is made for them. */
const endings: Readonly<Record<string, RecordingOptions['output']>> = {
  mp4: 'mp4',
  m4v: 'mp4',
  mkv: 'mkv',
  ts: 'ts',
  m4a: 'audio',
  mp3: 'audio',
  aac: 'audio',
};

/**
 * The name of a recording without its ending, which is given to each fragment behind its number, and the output that the ending
 * asks for.
 */
export function recordingName(text: string): { readonly name: string; readonly output?: RecordingOptions['output'] } {
  const [, name = '', ending = ''] = /^(.+)\.([a-z0-9]{2,3})$/is.exec(text) ?? [];
  const output = endings[ending.toLowerCase()];
  return output === undefined ? { name: text } : { name, output };
}
