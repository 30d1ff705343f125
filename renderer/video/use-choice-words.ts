import { useTranslation } from 'react-i18next';
import type { VideoOptions } from '../../contract/video.ts';
import { isPreset } from '../../contract/video-choices.ts';
import { useFormats } from '../client/client-context.tsx';

/** What was asked of a video, in words; what was left alone is empty. */
export interface ChoiceWords {
  readonly format: string;
  readonly subtitles: string;
  readonly part: string;
  readonly inside: string;
}

export function useChoiceWords(video: VideoOptions): ChoiceWords {
  const { t } = useTranslation();
  const formats = useFormats();
  const { format, audio, subtitles, clip } = video;
  const named = isPreset(format) ? t(`video.presetOf.${format}`) : t('video.exact', { ids: format });
  const languages = subtitles.languages.map((language) => (language === 'all' ? t('video.all') : language));
  const inside = (['chapters', 'thumbnail', 'tags'] as const).filter((name) => video[name]);
  return {
    format: audio === 'keep' ? named : `${named}, ${t(`video.soundOf.${audio}`)}`,
    subtitles: languages.length === 0 ? '' : `${languages.join(', ')}: ${t(`video.subtitlesOf.${subtitles.as}`)}`,
    part:
      clip === null
        ? ''
        : clip.end === null
          ? t('video.partToEnd', { from: formats.clock(clip.start) })
          : t('video.partOf', { from: formats.clock(clip.start), to: formats.clock(clip.end) }),
    inside: inside.map((name) => t(`video.insideOf.${name}`)).join(', '),
  };
}
