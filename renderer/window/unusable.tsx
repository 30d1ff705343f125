import { Button } from '@mantine/core';
import type { i18n } from 'i18next';
import type { ErrorBody } from '../../contract/errors.ts';
import { unreachable } from '../web/reply-of.ts';
import { Frame } from './frame.tsx';
import styles from './window.module.css';

/** What is shown when the engine does not even tell its settings. */
export function Unusable({ texts, error }: { texts: i18n; error: ErrorBody }) {
  const text = error === unreachable ? texts.t('web.lostCall') : texts.t(`error.${error.code}`);
  return (
    <Frame scheme="system" language={texts.language}>
      <main className={styles['broken']} role="alert">
        <h1>{texts.t('broken.title')}</h1>
        <p>{text}</p>
        {error.detail !== undefined && <p className={styles['detail']}>{error.detail}</p>}
        <Button onClick={() => window.location.reload()}>{texts.t('broken.again')}</Button>
      </main>
    </Frame>
  );
}
