import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useTranslation } from 'react-i18next';
import type { VideoInfo } from '../../contract/video.ts';
import { isPreset, presetNames } from '../../contract/video-choices.ts';
import { useFormatWords } from './use-format-words.ts';
import styles from './video.module.css';

interface PresetTilesProps {
  /** a preset, or formats by their names: then none of the presets is chosen */
  readonly format: string;
  /** of the only video; `null` for several, and while nothing is known */
  readonly info: VideoInfo | null;
  readonly onChange: (format: string) => void;
}

/** What can be had, as people understand it. */
export function PresetTiles({ format, info, onChange }: PresetTilesProps) {
  const { t } = useTranslation();
  const words = useFormatWords();
  const offers = info?.offers ?? [];
  const shown =
    offers.length === 0 ? presetNames : presetNames.filter((name) => offers.some(({ preset }) => preset === name));
  return (
    <RadioGroup
      aria-label={t('video.format')}
      className={styles['tiles'] ?? ''}
      value={isPreset(format) ? format : null}
      onChange={onChange}
    >
      {shown.map((name) => {
        const offer = offers.find(({ preset }) => preset === name);
        return (
          <Radio key={name} value={name} className={styles['tile'] ?? ''}>
            <span className={styles['dot']} aria-hidden />
            <span className={styles['what']}>
              <span className={styles['first']}>
                <strong>{t(`video.presetOf.${name}`)}</strong>
                {offer && <span className={styles['size']}>{words.size(offer)}</span>}
              </span>
              <span className={styles['second']}>{offer ? words.offer(offer) : t(`video.hintOf.${name}`)}</span>
            </span>
          </Radio>
        );
      })}
    </RadioGroup>
  );
}
