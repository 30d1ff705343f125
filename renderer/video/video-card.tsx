import { useTranslation } from 'react-i18next';
import type { AnsweredBy, VideoInfo } from '../../contract/video.ts';
import { useFormats } from '../client/client-context.tsx';
import { hostOf } from '../format/links.ts';
import { honest } from '../format/names.ts';
import { isLive } from './look.ts';
import { Picture } from './picture.tsx';
import styles from './video.module.css';

/** A video as people know it: picture, title, who made it, how long it is, and quietly who told so. */
export function VideoCard({ info }: { info: VideoInfo }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { title, channel, duration, published, live, startsAt, chapters } = info;
  const facts = [
    duration === null ? '' : formats.clock(duration),
    published === null || isLive(info) ? '' : formats.day(published),
    chapters.length === 0
      ? ''
      : t('video.chapterCount', { count: chapters.length, number: formats.count(chapters.length) }),
  ].filter(Boolean);
  return (
    <div className={styles['card']}>
      <Picture source={info.thumbnail} kind="video" />
      <div className={styles['about']}>
        <p className={styles['title']} dir="auto" title={honest(title)}>
          {honest(title)}
        </p>
        {channel !== null && (
          <p className={styles['line']}>
            <bdi>{honest(channel)}</bdi>
          </p>
        )}
        <p className={styles['line']}>
          {live === 'live' && <span className={styles['badge']}>{t('video.live')}</span>}
          {live === 'upcoming' && (
            <span className={styles['badge']} data-quiet>
              {startsAt === null
                ? t('video.upcoming')
                : t('video.upcomingAt', { time: formats.moment(startsAt, Date.now()) })}
            </span>
          )}
          {facts.join(' · ')}
        </p>
        {live === 'upcoming' && <p className={styles['sentence']}>{t('video.upcomingHint')}</p>}
        <Source site={info.site} answeredBy={info.answeredBy} />
      </div>
    </div>
  );
}

/** The site, and who read it: extractors age, so their version belongs to the answer. */
export function Source({ site, answeredBy }: { site: string; answeredBy: AnsweredBy }) {
  const { t } = useTranslation();
  const { resolver, version, client } = answeredBy;
  const who = resolver === 'builtin' ? t('video.readBuiltin', { version }) : t('video.readYtDlp', { version });
  return (
    <p className={styles['quiet']}>
      <bdi>{honest(site)}</bdi>
      {' · '}
      {honest(client === null ? who : `${who}, ${client}`)}
    </p>
  );
}

/** In the place of the card while nothing is known. */
export function CardToCome({ url, list }: { url: string; list: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={styles['card']} data-coming>
      <Picture source={null} kind={list ? 'list' : 'video'} />
      <div className={styles['about']}>
        <p className={styles['bone']} data-wide />
        <p className={styles['bone']} />
        <p className={styles['quiet']}>{t('video.looking', { host: hostOf(url) })}</p>
      </div>
    </div>
  );
}
