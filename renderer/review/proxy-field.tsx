import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useClient } from '../client/client-context.tsx';
import { fieldLook } from './field-look.ts';
import styles from './review.module.css';
import { useTyping } from './use-typing.ts';

/** Through which server these links are reached. */
export function ProxyField({ value, wrong }: { value: string; wrong: boolean }) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const { typing, watch } = useTyping();
  const shown = wrong && !typing;
  return (
    <TextInput
      {...fieldLook}
      {...watch}
      className={styles['whole'] ?? ''}
      label={t('access.proxy')}
      description={shown ? null : t('access.proxyHint')}
      error={shown ? t('access.proxyWrong') : null}
      value={value}
      onChange={(event) => store.fillAccess({ proxy: event.currentTarget.value })}
    />
  );
}
