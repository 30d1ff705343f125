import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient, useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { type Candidate, titleOf } from '../review/candidate.ts';
import reviewStyles from '../review/review.module.css';
import styles from './card.module.css';
import { expectedOf } from './list-choice.ts';
import { type Look, offersYtDlp } from './look.ts';
import { Picture } from './picture.tsx';
import { TextButton } from './text-button.tsx';

/** What one of several links leads to, in its row. It is asked for as soon as the row is in sight. */
export function LookCell({ link }: { link: Candidate }) {
  const { review: store } = useClient();
  const look = useStore(store, ({ review }) => review?.looks.get(link.key));
  useEffect(() => store.looks.want(link.key), [store, link.key]);
  const title = honest(titleOf(link, look));
  const waiting = look === undefined || look.state === 'waiting' || look.state === 'looking';
  return (
    <div className={styles['cell']}>
      <div className={styles['small']} data-coming={waiting || undefined}>
        <Picture
          source={look?.state === 'video' ? look.info.thumbnail : null}
          kind={link.kind === 'list' || look?.state === 'list' ? 'list' : 'video'}
          small="row"
        />
      </div>
      <div className={reviewStyles['what']}>
        <div className={styles['rowTitle']} title={title} dir="auto">
          {title}
        </div>
        <div className={reviewStyles['under']} title={link.url}>
          <Under link={link} look={look} />
        </div>
      </div>
    </div>
  );
}

function Under({ link, look }: { link: Candidate; look: Look | undefined }) {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const { looks, goNear } = client.review;
  const { key } = link;
  switch (look?.state) {
    case 'video': {
      const { channel, duration, live } = look.info;
      const time = live === 'live' ? t('video.live') : live === 'upcoming' ? t('video.upcoming') : null;
      const parts = [
        channel === null ? look.info.site : channel,
        time ?? (duration === null ? '' : formats.clock(duration)),
      ];
      return <bdi>{honest(parts.filter(Boolean).join(' · '))}</bdi>;
    }
    case 'list': {
      const { entries, info } = look.list;
      const count = info.count ?? entries.length;
      return (
        <>
          <TextButton label={t('video.chooseOf', { name: honest(info.title) })} onPress={() => goNear(key)}>
            {t('video.choose')}
          </TextButton>
          {` · ${t('video.someOf', { number: formats.count(expectedOf(look.list)), total: formats.count(count) })}`}
        </>
      );
    }
    case 'both':
      return (
        <>
          <TextButton onPress={() => looks.again(key, { as: 'video' })}>{t('video.bothOf.video')}</TextButton>
          {' · '}
          <TextButton onPress={() => looks.again(key, { as: 'list' })}>{t('video.bothOf.list')}</TextButton>
          {` · ${t('video.both')}`}
        </>
      );
    case 'failed':
      return (
        <>
          <TextButton onPress={() => looks.again(key, {})}>{t('video.again')}</TextButton>
          {offersYtDlp(look.error, look.asked) && (
            <>
              {' · '}
              <TextButton onPress={() => looks.again(key, { resolver: 'yt-dlp' })}>{t('video.tryYtDlp')}</TextButton>
            </>
          )}
          {' · '}
          <span className={reviewStyles['wrong']} title={client.explain(look.error)}>
            {client.explain(look.error)}
          </span>
        </>
      );
    default:
      return <bdi>{link.host}</bdi>;
  }
}
