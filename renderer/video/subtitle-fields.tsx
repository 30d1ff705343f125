import { Checkbox, MultiSelect } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { VideoInfo } from '../../contract/video.ts';
import { subtitleForms } from '../../contract/video-choices.ts';
import { useClient, useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { Choice } from '../review/choice.tsx';
import styles from './choices.module.css';
import { needsAutomatic, subtitleChoices } from './subtitle-choices.ts';
import { languagesFor, type VideoForm } from './video-form.ts';

interface SubtitleFieldsProps {
  readonly form: VideoForm;
  /** of the only video; `null` for several, and while nothing is known */
  readonly info: VideoInfo | null;
}

/** Which subtitles, and where they go. */
export function SubtitleFields({ form, info }: SubtitleFieldsProps) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const { locale } = useFormats();
  const choices = useMemo(() => subtitleChoices(info, form.languages), [info, form.languages]);
  const wanted = languagesFor(form.languages, info);
  const groups = useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
    const items = (automatic: boolean) =>
      choices
        .filter((choice) => choice.automatic === automatic)
        .map(({ language, name }) => ({ value: language, label: honest(name ?? nameOf(names, language)) }));
    const written = items(false);
    return [
      {
        group: t('video.written'),
        items: [...(written.length > 1 ? [{ value: 'all', label: t('video.all') }] : []), ...written],
      },
      { group: t('video.automatic'), items: items(true) },
    ].filter(({ items: some }) => some.length > 0);
  }, [choices, locale, t]);
  const absent = info !== null && choices.length === 0;
  return (
    <>
      <MultiSelect
        className={styles['half'] ?? ''}
        size="xs"
        label={t('video.subtitles')}
        placeholder={wanted.length > 0 ? '' : t(absent ? 'video.subtitlesAbsent' : 'video.subtitlesNone')}
        disabled={absent}
        data={groups}
        value={[...wanted]}
        searchable
        nothingFoundMessage={t('video.languageNotFound')}
        comboboxProps={{ transitionProps: { duration: 0 } }}
        onChange={(languages) => {
          const away = form.languages.filter((one) => info !== null && !wanted.includes(one));
          store.fillVideo({
            languages: [...languages, ...away],
            ...(info === null ? {} : { automatic: needsAutomatic(choices, languages) }),
          });
        }}
      />
      <div className={styles['half']} hidden={wanted.length === 0}>
        <Choice
          label={t('video.subtitlesAs')}
          value={form.as}
          among={subtitleForms}
          name={(value) => t(`video.subtitlesOf.${value}`)}
          onChange={(as) => store.fillVideo({ as })}
        />
        {info === null && (
          <Checkbox
            mt={6}
            size="xs"
            label={t('video.alsoAutomatic')}
            checked={form.automatic}
            onChange={(event) => store.fillVideo({ automatic: event.currentTarget.checked })}
          />
        )}
      </div>
    </>
  );
}

/** The name of a language; what is none stays as it is. */
function nameOf(names: Intl.DisplayNames, language: string): string {
  try {
    return names.of(language) ?? language;
  } catch {
    return language;
  }
}
