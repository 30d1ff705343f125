import { Button, FileButton, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { type AccessReading, mostCookies } from './access-form.ts';
import { fieldLook } from './field-look.ts';
import styles from './review.module.css';
import { useTyping } from './use-typing.ts';

/** Domains that are named; the others are counted. */
const mostNamed = 3;

/** Cookies, pasted or from a file that a person chooses; only its content is used. */
export function CookieField({ text, reading }: { text: string; reading: AccessReading }) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const formats = useFormats();
  const { typing, watch } = useTyping();
  const { count, domains } = reading.cookies;
  const isWrong = reading.wrong.has('cookies') && !typing;
  const more = domains.length - mostNamed;
  const named = [
    ...domains.slice(0, mostNamed).map(honest),
    ...(more > 0 ? [t('access.cookiesMore', { count: more, number: formats.count(more) })] : []),
  ];
  const found = t('access.cookiesRead', { count, number: formats.count(count), domains: formats.list(named) });
  const wrong = t(text.length > mostCookies ? 'access.cookiesTooMuch' : 'access.cookiesWrong');
  return (
    <div className={styles['cookies']}>
      <Textarea
        {...fieldLook}
        {...watch}
        classNames={{ ...fieldLook.classNames, input: styles['code'] ?? '' }}
        label={t('access.cookies')}
        description={isWrong ? null : count > 0 ? found : t('access.cookiesHint')}
        error={isWrong ? wrong : null}
        rows={3}
        value={text}
        onChange={(event) => store.fillAccess({ cookies: event.currentTarget.value })}
      />
      <FileButton
        onChange={(file) => {
          // One that is far too large is not even read: what is kept of it is enough to say so.
          void file
            ?.slice(0, mostCookies + 1)
            .text()
            .then((cookies) => store.fillAccess({ cookies }));
        }}
      >
        {(props) => (
          <Button {...props} variant="default" size="xs">
            {t('access.cookiesFile')}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
