import { Button, CloseButton, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import cardStyles from './card.module.css';
import { EntryList } from './entry-list.tsx';
import styles from './list.module.css';
import { found, type ListChoice, type Sweep, sweep, sweptTo } from './list-choice.ts';
import { Picture } from './picture.tsx';
import { TextButton } from './text-button.tsx';
import { Source } from './video-card.tsx';

const sweeps: readonly Sweep[] = ['all', 'new', 'none'];

/** A list from near: what it is, and its videos to tick. The rest of it is read while it is shown. */
export function ListView({ linkKey, list }: { linkKey: string; list: ListChoice }) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const formats = useFormats();
  const [search, setSearch] = useState('');
  const query = useDeferredValue(search);
  const { entries, info } = list;
  const shown = useMemo(() => found(entries, query), [entries, query]);
  useEffect(() => void store.looks.readAll(linkKey), [store, linkKey]);
  const swept = sweptTo(list, shown);
  return (
    <section aria-label={honest(info.title)}>
      <div className={cardStyles['card']} data-sign>
        <Picture source={null} kind="list" small="sign" />
        <div className={cardStyles['about']}>
          <p className={cardStyles['title']} dir="auto" title={honest(info.title)}>
            {honest(info.title)}
          </p>
          <p className={cardStyles['line']}>
            {info.channel !== null && (
              <>
                <bdi>{honest(info.channel)}</bdi>
                {' · '}
              </>
            )}
            <Extent list={list} />
          </p>
          <Source site={info.site} answeredBy={info.answeredBy} />
        </div>
      </div>
      <div className={styles['tools']}>
        <fieldset className={styles['sweeps']}>
          <legend>{t('video.tick')}</legend>
          {sweeps.map((what) => (
            <Button
              key={what}
              size="compact-xs"
              variant="default"
              aria-pressed={swept === what}
              onClick={() => store.choose(linkKey, (now) => sweep(now, shown, what))}
            >
              {t(`video.tickOf.${what}`)}
            </Button>
          ))}
        </fieldset>
        <span className={styles['count']}>
          {t('video.ticked', { number: formats.count(list.ticked.size), total: formats.count(entries.length) })}
        </span>
        <TextInput
          size="xs"
          className={styles['search'] ?? ''}
          aria-label={t('video.search')}
          placeholder={t('search.placeholder')}
          leftSection={<Search size={14} aria-hidden />}
          rightSection={
            search === '' ? null : (
              <CloseButton size="xs" aria-label={t('search.clear')} onClick={() => setSearch('')} />
            )
          }
          spellCheck={false}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault();
            if (event.key !== 'Escape' || search === '') return;
            event.stopPropagation();
            setSearch('');
          }}
        />
      </div>
      <EntryList linkKey={linkKey} list={list} shown={shown} />
      {list.problem && <PageTrouble linkKey={linkKey} list={list} />}
    </section>
  );
}

/** How many there are, and how many of them were read. */
function Extent({ list }: { list: ListChoice }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { entries, next, info } = list;
  const here = formats.count(entries.length);
  if (next === null) return t('video.videos', { count: entries.length, number: here });
  const total = info.count !== null && info.count > entries.length ? formats.count(info.count) : null;
  if (list.problem !== null && total !== null) return t('video.someOf', { number: here, total });
  return (
    <span role="status">
      {total === null ? t('video.readingSome', { number: here }) : t('video.readingOf', { number: here, total })}
    </span>
  );
}

/** That the rest of a list could not be read: try again, or do without it. */
function PageTrouble({ linkKey, list }: { linkKey: string; list: ListChoice }) {
  const { t } = useTranslation();
  const client = useClient();
  const { looks, choose } = client.review;
  if (list.problem === null) return null;
  return (
    <p className={styles['trouble']} role="alert">
      {t('video.restMissing')} {client.explain(list.problem)}{' '}
      <TextButton onPress={() => void looks.readAll(linkKey)}>{t('video.again')}</TextButton>
      {list.rest && (
        <>
          {' · '}
          <TextButton onPress={() => choose(linkKey, (now) => ({ ...now, rest: false }))}>
            {t('video.withoutRest')}
          </TextButton>
        </>
      )}
    </p>
  );
}
