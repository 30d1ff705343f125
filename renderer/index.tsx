import './theme/theme.css';
import { createRoot, type Root } from 'react-dom/client';
import { createClient } from './client/create-client.ts';
import { chooseSpeech } from './i18n/choose.ts';
import { loadTexts } from './i18n/texts.ts';
import { desktop } from './place.ts';
import { desktopTransport, type Transport } from './transport.ts';
import { createConnectionStore } from './web/connection-store.ts';
import { lookAtSession, signIn, takeCode } from './web/session.ts';
import { WebWindow } from './web/web-window.tsx';
import { App } from './window/app.tsx';
import { Unusable } from './window/unusable.tsx';

/** Nothing is drawn before the settings are known: the window would come up in the wrong colours and language. */
async function beginInDesktop(page: Root, transport: Transport): Promise<void> {
  const reply = await transport.call('settings.get', {});
  const wanted = reply.ok ? reply.value.language : 'system';
  const texts = await loadTexts(chooseSpeech(wanted, navigator.languages).language);
  if (!reply.ok) {
    page.render(<Unusable texts={texts} error={reply.error} />);
    return;
  }
  const client = createClient(transport, desktop, reply.value, texts);
  client.reload();
  void client.leaving.listen();
  page.render(<App client={client} />);
}

/** Somebody's browser has opened the page, perhaps by a link that signs in. */
async function beginInBrowser(page: Root): Promise<void> {
  const connection = createConnectionStore();
  const texts = await loadTexts(chooseSpeech('system', navigator.languages).language);
  const code = takeCode();
  const signed = code === null ? null : await signIn({ code }, connection);
  // whoever comes with a used link may be signed in all the same
  if (!signed?.ok) await lookAtSession(connection);
  const refusal = signed?.ok === false ? signed.error : null;
  page.render(<WebWindow connection={connection} texts={texts} refusal={refusal} />);
}

const root = document.getElementById('root');
if (root) {
  const page = createRoot(root);
  const transport = desktopTransport();
  void (transport ? beginInDesktop(page, transport) : beginInBrowser(page));
}
