import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { linesOf } from '../../contract/picture.ts';
import type { VideoFormat, VideoInfo } from '../../contract/video.ts';
import styles from './choices.module.css';
import { useFormatWords } from './use-format-words.ts';

interface ExactFormatsProps {
  readonly info: VideoInfo;
  /** a preset, or formats by their names */
  readonly format: string;
  readonly onChange: (format: string) => void;
}

/** No picture or no sound. */
const none = '';

/** Picture and sound one by one, for who wants exactly these. */
export function ExactFormats({ info, format, onChange }: ExactFormatsProps) {
  const { t } = useTranslation();
  const words = useFormatWords();
  const chosen = chosenFormats(info, format);
  const pictures = byWorth(info.formats.filter(({ kind }) => kind !== 'audio'));
  const sounds = byWorth(info.formats.filter(({ kind }) => kind === 'audio'));
  const picture = chosen.find(({ kind }) => kind !== 'audio') ?? null;
  const sound = chosen.find(({ kind }) => kind === 'audio') ?? null;
  const choose = (one: string, other: string) => {
    const own = info.formats.find(({ id }) => id === one)?.kind === 'both';
    onChange([one, own ? none : other].filter(Boolean).join('+'));
  };
  const named = (one: VideoFormat) => ({
    value: one.id,
    label: `${words.format(one)}${one.kind === 'both' ? ` · ${t('video.withSound')}` : ''} · ${one.id}`,
  });
  return (
    <>
      <NativeSelect
        className={styles['half'] ?? ''}
        size="xs"
        label={t('video.picture')}
        value={picture?.id ?? none}
        data={[...(sounds.length > 0 ? [{ value: none, label: t('video.noPicture') }] : []), ...pictures.map(named)]}
        onChange={(event) => {
          const id = event.currentTarget.value;
          choose(id, sound?.id ?? (id === none ? (sounds[0]?.id ?? none) : none));
        }}
      />
      <NativeSelect
        className={styles['half'] ?? ''}
        size="xs"
        label={t('video.sound')}
        value={sound?.id ?? none}
        disabled={picture?.kind === 'both' || sounds.length === 0}
        data={[
          ...(picture === null
            ? []
            : [{ value: none, label: t(picture.kind === 'both' ? 'video.soundInPicture' : 'video.noSound') }]),
          ...sounds.map(named),
        ]}
        onChange={(event) => choose(picture?.id ?? none, event.currentTarget.value)}
      />
    </>
  );
}

/** The formats behind a choice, also behind a preset. */
function chosenFormats({ formats, offers }: VideoInfo, format: string): readonly VideoFormat[] {
  const ids = offers.find(({ preset }) => preset === format)?.formats ?? format.split('+');
  return ids.flatMap((id) => formats.find((one) => one.id === id) ?? []);
}

/** The best first. */
function byWorth(formats: readonly VideoFormat[]): readonly VideoFormat[] {
  return formats.toSorted(
    (a, b) =>
      Number(b.original) - Number(a.original) ||
      (linesOf(b) ?? 0) - (linesOf(a) ?? 0) ||
      (b.fps ?? 0) - (a.fps ?? 0) ||
      (b.bitrate ?? b.audioBitrate ?? 0) - (a.bitrate ?? a.audioBitrate ?? 0),
  );
}
