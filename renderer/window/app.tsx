import { Button } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Client } from '../client/client.ts';
import { ClientProvider } from '../client/client-context.tsx';
import { chooseSpeech } from '../i18n/choose.ts';
import { CrashGuard } from './crash-guard.tsx';
import { Frame } from './frame.tsx';
import { MainWindow } from './main-window.tsx';
import styles from './window.module.css';

interface AppProps {
  readonly client: Client;
  /** what lies over the window */
  readonly over?: ReactNode;
}

/** The whole window in the colours and the language that are set. */
export function App({ client, over }: AppProps) {
  const scheme = useStore(client.settings, (state) => state.settings.theme);
  const wanted = useStore(client.settings, (state) => state.settings.language);
  const { language, locale } = chooseSpeech(wanted, navigator.languages);
  useEffect(() => {
    void client.texts.changeLanguage(language);
  }, [client, language]);
  return (
    <I18nextProvider i18n={client.texts}>
      <ClientProvider client={client} locale={locale}>
        <Frame scheme={scheme} language={locale}>
          <CrashGuard fallback={(again) => <Crashed again={again} />}>
            <MainWindow />
          </CrashGuard>
          {over}
        </Frame>
      </ClientProvider>
    </I18nextProvider>
  );
}

function Crashed({ again }: { again: () => void }) {
  const { t } = useTranslation();
  return (
    <main className={styles['broken']} role="alert">
      <p>{t('broken.crashed')}</p>
      <Button onClick={again}>{t('broken.reload')}</Button>
    </main>
  );
}
