import { useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useTranslation } from 'react-i18next';
import type { VideoInfo } from '../../contract/video.ts';
import { useFormatWords } from './use-format-words.ts';
import styles from './video.module.css';
import { isPreset, presetsFor } from './video-form.ts';

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
  // what stood there at first does not vanish under the hand when another one is chosen
  const [first] = useState(format);
  const offers = info?.offers ?? [];
  return (
    <RadioGroup
      aria-label={t('video.format')}
      className={styles['tiles'] ?? ''}
      value={isPreset(format) ? format : null}
      onChange={onChange}
    >
      {presetsFor([first, format], info).map((name) => {
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
