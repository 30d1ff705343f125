import { PasswordInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats } from '../client/client-context.tsx';
import type { AccessForm, AccessReading } from './access-form.ts';
import type { Candidate } from './candidate.ts';
import { CookieField } from './cookie-field.tsx';
import { fieldLook } from './field-look.ts';
import { HeaderField } from './header-field.tsx';
import { ProxyField } from './proxy-field.tsx';
import styles from './review.module.css';

interface AccessSettingsProps {
  readonly form: AccessForm;
  readonly reading: AccessReading;
  /** the links they are for */
  readonly chosen: readonly Candidate[];
  /** whether there are recordings among them */
  readonly recorded: boolean;
  /** whether one name can be given: there is one link, and it is no list */
  readonly nameable: boolean;
  readonly open: boolean;
}

/** What the links are called and how they are reached. What is wrong among it is never out of sight. */
export function AccessSettings({ form, reading, chosen, recorded, nameable, open }: AccessSettingsProps) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const formats = useFormats();
  const { wrong } = reading;
  const count = chosen.length;
  return (
    <details
      className={styles['more']}
      open={open || wrong.size > 0}
      onToggle={(event) => store.openAccess(event.currentTarget.open)}
    >
      <summary>
        {t('access.title')} <small>{count > 0 && t('access.forAll', { count, number: formats.count(count) })}</small>
      </summary>
      <div className={styles['fields']}>
        {nameable && (
          <TextInput
            {...fieldLook}
            className={styles['whole'] ?? ''}
            label={t('access.name')}
            description={t(recorded ? 'access.nameHintStream' : 'access.nameHint')}
            error={wrong.has('name') ? t('access.nameWrong') : null}
            value={form.name}
            onChange={(event) => store.fillAccess({ name: event.currentTarget.value })}
          />
        )}
        <HeaderField text={form.headers} reading={reading} />
        <CookieField text={form.cookies} reading={reading} />
        <TextInput
          {...fieldLook}
          className={styles['wide'] ?? ''}
          label={t('access.user')}
          error={wrong.has('user') ? t('access.userWrong') : null}
          value={form.user}
          onChange={(event) => store.fillAccess({ user: event.currentTarget.value })}
        />
        <PasswordInput
          {...fieldLook}
          className={styles['wide'] ?? ''}
          label={t('access.password')}
          value={form.password}
          onChange={(event) => store.fillAccess({ password: event.currentTarget.value })}
        />
        <ProxyField value={form.proxy} wrong={wrong.has('proxy')} />
      </div>
    </details>
  );
}
