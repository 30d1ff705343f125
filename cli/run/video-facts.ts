import type { VideoTask } from '../../contract/task.ts';
import { formatTenths } from '../format/clock.ts';

/** What is asked of a video, as pairs of a label and a text; empty texts are not worth a line. */
export function videoFacts({ video }: VideoTask): [string, string][] {
  const { format, audio, subtitles, clip, resolver, chapters, thumbnail, tags } = video;
  const left = [!chapters && 'chapters', !thumbnail && 'thumbnail', !tags && 'tags'].filter((part) => part !== false);
  return [
    ['Format', format],
    ['Sound as', audio === 'keep' ? '' : audio],
    ['Subtitles', subtitlesWanted(subtitles)],
    [
      'Part',
      clip === null ? '' : `${formatTenths(clip.start)} to ${clip.end === null ? 'the end' : formatTenths(clip.end)}`,
    ],
    ['Without', left.join(', ')],
    ['Resolver', resolver ?? ''],
  ];
}

function subtitlesWanted({ languages, automatic, as }: VideoTask['video']['subtitles']): string {
  if (languages.length === 0) return '';
  const more = [automatic && 'also automatic ones', as === 'embedded' && 'in the file'].filter(
    (part) => part !== false,
  );
  return more.length === 0 ? languages.join(', ') : `${languages.join(', ')} (${more.join(', ')})`;
}
