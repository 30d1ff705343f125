import { basename, extname } from 'node:path';
import type { VideoJob } from '../../contract/worker-messages.ts';
import { splitExtension } from '../files/extension.ts';
import { cleanName, safeName } from '../files/name.ts';
import { nameFromTemplate } from '../files/template.ts';
import { extensions } from './file-form.ts';

/** The number at the beginning of a template, with the signs behind it. */
const leadingNumber = /^\s*[([#]?\{number(?::0{1,10})?\}[)\]]?[\s._-]*/u;

/**
 * What the file of a video is called: as the user says, else by the template. Outside a list, a number at the beginning goes with
 * what leads from it to the title.
 * @throws Failure `invalid-input` for a template with unknown fields
 */
export function videoName(
  { name, template, number, startedAt }: Pick<VideoJob, 'name' | 'template' | 'number' | 'startedAt'>,
  video: { readonly title: string; readonly channel: string | null; readonly id: string },
  extension: string,
): string {
  const facts = { ...video, ext: extension, part: null, number, startedAt: new Date(startedAt) };
  // As by a template: what is too long is cut such that the language of subtitles beside it fits behind it.
  if (name !== null) return nameFromTemplate('{title}.{ext}', { ...facts, title: withoutOwnEnding(name) });
  const plain = number === null ? template.replace(leadingNumber, '') : template;
  const filled = plain.trim() === '' ? '{id}' : plain;
  const full = filled.includes('{ext}') ? filled : `${filled}.{ext}`;
  return nameFromTemplate(full, { ...facts, title: cleanName(video.title) === '' ? video.id : video.title });
}

/** The name of subtitles as players look for them: `Title.en.vtt`. @param video the name or path of the video */
export function subtitleName(video: string, language: string, form: string): string {
  const name = basename(video);
  return safeName(`${name.slice(0, name.length - extname(name).length)}.${language}.${form}`);
}

/** A name without the ending of a file that a video may become; any other dot is part of the name. */
function withoutOwnEnding(name: string): string {
  const [stem, ending] = splitExtension(name);
  return extensions.includes(ending.slice(1).toLowerCase()) ? stem : name;
}
