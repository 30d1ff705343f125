import type { i18n } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { useStore } from 'zustand';
import type { ErrorBody } from '../../contract/errors.ts';
import type { Client } from '../client/client.ts';
import { createClient } from '../client/create-client.ts';
import { chooseSpeech } from '../i18n/choose.ts';
import { App } from '../window/app.tsx';
import { Frame } from '../window/frame.tsx';
import { Unusable } from '../window/unusable.tsx';
import type { ConnectionStore } from './connection-store.ts';
import { keepTrying } from './keep-trying.ts';
import { SignInAgain, SignInPage } from './sign-in.tsx';
import { webPlace, webTransport } from './web-transport.ts';

interface WebWindowProps {
  readonly connection: ConnectionStore;
  readonly texts: i18n;
  /** why the link that the page was opened with did not sign in */
  readonly refusal: ErrorBody | null;
}

/** The page in a browser: the sign-in, and what it leads to. */
export function WebWindow({ connection, texts, refusal }: WebWindowProps) {
  const signedOut = useStore(connection, (state) => state.signedOut);
  const [client, setClient] = useState<Client | null>(null);
  const [problem, setProblem] = useState<ErrorBody | null>(null);
  const begun = useRef<Client | null>(null);
  useEffect(() => {
    if (signedOut) return;
    if (begun.current) return begun.current.reload();
    const transport = webTransport(connection);
    void transport.call('settings.get', {}).then(async (reply) => {
      if (begun.current) return;
      if (!reply.ok) return setProblem(reply.error);
      await texts.changeLanguage(chooseSpeech(reply.value.language, navigator.languages).language);
      const made = createClient(transport, webPlace(connection), reply.value, texts);
      begun.current = made;
      keepTrying(made);
      made.reload();
      setProblem(null);
      setClient(made);
    });
  }, [signedOut, connection, texts]);
  if (client) return <App client={client} over={<SignInAgain connection={connection} opened={signedOut} />} />;
  if (signedOut) {
    return (
      <I18nextProvider i18n={texts}>
        <Frame scheme="system" language={texts.language}>
          <SignInPage connection={connection} refusal={refusal} />
        </Frame>
      </I18nextProvider>
    );
  }
  return problem && <Unusable texts={texts} error={problem} />;
}
