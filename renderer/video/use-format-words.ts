import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { PresetOffer, VideoFormat } from '../../contract/video.ts';
import { useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { codecLabel, containerLabel } from './codec-names.ts';

/** Frames a second above which motion looks smoother than usual, so that it is worth a word. */
const usualFps = 31;

/** Puts formats into words. */
export interface FormatWords {
  /** `1080p60, H.264, 128 kbit/s AAC` */
  offer(offer: PresetOffer): string;
  /** `about 180 MB`; empty when nobody knows */
  size(of: { readonly size: number | null; readonly approximate: boolean }): string;
  /** one format with all that tells it from the others */
  format(format: VideoFormat): string;
}

export function useFormatWords(): FormatWords {
  const { t } = useTranslation();
  const formats = useFormats();
  const size: FormatWords['size'] = ({ size: bytes, approximate }) => {
    if (bytes === null) return '';
    return approximate ? t('video.about', { size: formats.roughBytes(bytes) }) : formats.bytes(bytes);
  };
  const sound = (rate: number | null, codec: string | null) =>
    [rate === null ? '' : t('video.kbit', { number: formats.count(Math.round(rate / 1000)) }), label(codec)]
      .filter(Boolean)
      .join(' ');
  return {
    size,
    offer: ({ height, fps, videoCodec, audioCodec, audioBitrate, extension }) => {
      const container = containerLabel(extension);
      return joined([
        picture(height, fps),
        label(videoCodec),
        sound(audioBitrate, audioCodec),
        // what is called as its sound is said by that
        container === label(audioCodec) ? '' : container,
      ]);
    },
    format: (format) => {
      const { height, fps, hdr, videoCodec, audioCodec, audioBitrate, container, language, original, kind } = format;
      const rate = kind === 'audio' ? (audioBitrate ?? format.bitrate) : audioBitrate;
      return joined([
        kind === 'audio' ? '' : picture(height, fps),
        hdr ? 'HDR' : '',
        label(videoCodec),
        kind === 'video' ? '' : sound(rate, audioCodec),
        kind === 'audio' && format.channels !== null && format.channels > 2 ? channels(format.channels, t) : '',
        language === null ? '' : honest(language) + (original ? '' : ` (${t('video.dubbed')})`),
        containerLabel(container),
        size(format),
      ]);
    },
  };
}

function picture(height: number | null, fps: number | null): string {
  if (height === null) return '';
  return `${height}p${fps !== null && fps > usualFps ? Math.round(fps) : ''}`;
}

function label(codec: string | null): string {
  return codec === null ? '' : codecLabel(honest(codec));
}

function channels(count: number, t: TFunction): string {
  return count === 6 ? '5.1' : t('video.channels', { count, number: String(count) });
}

function joined(parts: readonly string[]): string {
  return parts.filter(Boolean).join(' · ');
}
