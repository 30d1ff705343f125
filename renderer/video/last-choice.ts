import {
  formatChoiceForm,
  languageForm,
  mostLanguages,
  soundForms,
  subtitleForms,
} from '../../contract/video-choices.ts';
import { firstVideoForm, type VideoForm } from './video-form.ts';

/** Where the window keeps what was chosen last. */
const place = 'sluice.video';

/**
 * What was chosen the last time, to begin with. The part of a video is never taken up again.
 *
 * @param usual the format of the settings: when it was changed since, it counts more
 */
export function lastChoice(usual: string): VideoForm {
  const known = readStored();
  const first = { ...firstVideoForm, format: usual };
  if (known === null) return first;
  const { format, audio, languages, as } = known;
  const yes = (field: 'automatic' | 'chapters' | 'thumbnail' | 'tags') =>
    typeof known[field] === 'boolean' ? known[field] : first[field];
  return {
    ...first,
    ...(known['usual'] === usual && typeof format === 'string' && formatChoiceForm.test(format) ? { format } : {}),
    audio: soundForms.find((one) => one === audio) ?? first.audio,
    languages: Array.isArray(languages) ? languages.filter(isLanguage).slice(0, mostLanguages) : first.languages,
    as: subtitleForms.find((one) => one === as) ?? first.as,
    ...{ automatic: yes('automatic'), chapters: yes('chapters'), thumbnail: yes('thumbnail'), tags: yes('tags') },
  };
}

/** Keeps a choice for the next time. Where nothing can be kept, nothing is. */
export function rememberChoice({ from, to, ...form }: VideoForm, usual: string): void {
  try {
    localStorage.setItem(place, JSON.stringify({ ...form, usual }));
  } catch {
    // a full or forbidden storage is no reason not to download
  }
}

function readStored(): Readonly<Record<string, unknown>> | null {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(place) ?? 'null');
    return typeof known === 'object' && known !== null ? { ...known } : null;
  } catch {
    return null;
  }
}

function isLanguage(value: unknown): value is string {
  return typeof value === 'string' && languageForm.test(value);
}
