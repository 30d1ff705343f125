import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats } from '../client/client-context.tsx';
import { type AccessReading, mostHeaders } from './access-form.ts';
import { fieldLook } from './field-look.ts';
import styles from './review.module.css';
import { useTyping } from './use-typing.ts';

/** Lines that are named when they are no headers. */
const mostNamed = 5;

/** Headers to send, with how many they are, or which lines are none. */
export function HeaderField({ text, reading }: { text: string; reading: AccessReading }) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const formats = useFormats();
  const { typing, watch } = useTyping();
  const { wrongHeaders, options } = reading;
  const wrong = reading.wrong.has('headers') && !typing;
  const count = options?.headers?.length ?? 0;
  const lines = formats.list(wrongHeaders.slice(0, mostNamed).map(formats.count));
  const error =
    wrongHeaders.length > 0
      ? t('access.headersWrong', { count: wrongHeaders.length, lines })
      : t('access.headersTooMany', { number: formats.count(mostHeaders) });
  const read = t('access.headersRead', { count, number: formats.count(count) });
  return (
    <Textarea
      {...fieldLook}
      {...watch}
      className={styles['whole'] ?? ''}
      classNames={{ ...fieldLook.classNames, input: styles['code'] ?? '' }}
      label={t('access.headers')}
      description={wrong ? null : count === 0 || typing ? t('access.headersHint') : read}
      error={wrong ? error : null}
      rows={3}
      value={text}
      onChange={(event) => store.fillAccess({ headers: event.currentTarget.value })}
    />
  );
}
