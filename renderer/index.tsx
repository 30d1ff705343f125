import './theme/theme.css';
import { createRoot } from 'react-dom/client';
import { createClient } from './client/client.ts';
import { chooseSpeech } from './i18n/choose.ts';
import { loadTexts } from './i18n/texts.ts';
import { desktopTransport } from './transport.ts';
import { App } from './window/app.tsx';
import { Unusable } from './window/unusable.tsx';

/** Nothing is drawn before the settings are known: the window would come up in the wrong colours and language. */
async function begin(root: HTMLElement): Promise<void> {
  const page = createRoot(root);
  const transport = desktopTransport();
  const reply = await transport?.call('settings.get', {});
  const wanted = reply?.ok ? reply.value.language : 'system';
  const texts = await loadTexts(chooseSpeech(wanted, navigator.languages).language);
  if (!transport || !reply?.ok) {
    const error = reply?.ok === false ? reply.error : null;
    page.render(<Unusable texts={texts} error={error} />);
    return;
  }
  const client = createClient(transport, reply.value, texts);
  client.reload();
  void client.leaving.listen();
  page.render(<App client={client} />);
}

const root = document.getElementById('root');
if (root) void begin(root);
