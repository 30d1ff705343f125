import { Checkbox } from '@mantine/core';
import { Clapperboard, ListVideo } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { useClient } from '../client/client-context.tsx';
import styles from './both-question.module.css';
import { useLostFocus } from './use-lost-focus.ts';

/** Asks what is meant by a link that leads to a video and to the list it is played from. */
export function BothQuestion({ linkKey }: { linkKey: string }) {
  const { t } = useTranslation();
  const client = useClient();
  const place = useLostFocus();
  const [remember, setRemember] = useState(false);
  const answer = (as: 'video' | 'list') => {
    if (remember) void client.change({ videoOrList: as });
    client.review.looks.again(linkKey, { as });
  };
  return (
    <section ref={place} className={styles['both']} aria-label={t('video.both')}>
      <p>{t('video.both')}</p>
      <div className={styles['answers']}>
        {(['video', 'list'] as const).map((as) => (
          <Button key={as} className={styles['answer'] ?? ''} onPress={() => answer(as)}>
            {as === 'video' ? (
              <Clapperboard size={22} strokeWidth={1.5} aria-hidden />
            ) : (
              <ListVideo size={22} strokeWidth={1.5} aria-hidden />
            )}
            <strong>{t(`video.bothOf.${as}`)}</strong>
            <span>{t(`video.bothHint.${as}`)}</span>
          </Button>
        ))}
      </div>
      <Checkbox
        size="sm"
        label={t('video.bothRemember')}
        checked={remember}
        onChange={(event) => setRemember(event.currentTarget.checked)}
      />
    </section>
  );
}
