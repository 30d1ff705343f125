import { Button } from '@mantine/core';
import { Cookie, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../client/client-context.tsx';
import { hostOf } from '../format/links.ts';
import { honest } from '../format/names.ts';
import type { Candidate } from '../review/candidate.ts';
import styles from './card.module.css';
import { type Look, offersCookies, offersYtDlp } from './look.ts';
import { Picture } from './picture.tsx';
import { useLostFocus } from './use-lost-focus.ts';

interface LookTroubleProps {
  readonly link: Candidate;
  readonly look: Extract<Look, { state: 'failed' }>;
}

/** Why nothing is known of a link, and what can be done about it. */
export function LookTrouble({ link, look }: LookTroubleProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { looks, openAccess, switchVideo } = client.review;
  const { error, asked } = look;
  const place = useLostFocus();
  const other = offersYtDlp(error, asked);
  return (
    <div ref={place} className={styles['card']} data-sign role="alert">
      <Picture source={null} kind={link.kind === 'list' ? 'list' : 'video'} small="sign" />
      <div className={styles['about']}>
        <p className={styles['sentence']}>{client.explain(error)}</p>
        <p className={styles['quiet']} title={link.url}>
          <bdi>{hostOf(link.url)}</bdi>
          {error.detail !== undefined && ` · ${honest(error.detail)}`}
        </p>
        <div className={styles['ways']}>
          {other && (
            <Button size="xs" onClick={() => looks.again(link.key, { resolver: 'yt-dlp' })}>
              {t('video.tryYtDlp')}
            </Button>
          )}
          {offersCookies(error) && (
            <Button
              size="xs"
              variant="default"
              leftSection={<Cookie size={14} aria-hidden />}
              onClick={() => openAccess(true)}
            >
              {t('video.addCookies')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<RotateCw size={13} aria-hidden />}
            onClick={() => looks.again(link.key, {})}
          >
            {t('video.again')}
          </Button>
          {link.kind === 'file' && (
            <Button size="xs" variant="default" onClick={() => switchVideo(link.key)}>
              {t('review.toFile')}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
