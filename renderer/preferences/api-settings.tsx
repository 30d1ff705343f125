import { Button } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../contract/calls.ts';
import { useClient, useSettings } from '../client/client-context.tsx';
import { putOnClipboard } from '../client/clipboard.ts';
import { TroubleText } from '../dialogs/trouble-text.tsx';
import { honest } from '../format/names.ts';
import { ChoiceSetting } from './choice-setting.tsx';
import { NumberSetting } from './number-setting.tsx';
import styles from './preferences.module.css';
import { SettingGroup, SettingRow } from './setting-row.tsx';

const onOff = ['off', 'on'] as const;

/** Whether browsers and programs of this computer may use what the window uses, and how they get in. */
export function ApiSettings() {
  const { t } = useTranslation();
  const client = useClient();
  const settings = useSettings((all) => all);
  const change = (part: Partial<typeof settings>) => void client.change(part);
  return (
    <SettingGroup title={t('settings.web')}>
      <SettingRow label={t('settings.apiOpen')} hint={t('settings.apiOpenHint')}>
        {(tied) => (
          <ChoiceSetting
            {...tied}
            value={settings.apiOpen ? 'on' : 'off'}
            among={onOff}
            name={(value) => t(`settings.${value}`)}
            onCommit={(value) => change({ apiOpen: value === 'on' })}
          />
        )}
      </SettingRow>
      {settings.apiOpen && (
        <>
          <Served port={settings.apiPort} />
          <SettingRow label={t('settings.apiPort')} hint={t('settings.apiPortHint')}>
            {({ id, hintId }) => (
              <NumberSetting
                {...{ id, hintId, value: settings.apiPort, min: 1, max: 65_535 }}
                onCommit={(apiPort) => change({ apiPort })}
              />
            )}
          </SettingRow>
          <SettingRow label={t('settings.apiPrivate')} hint={t('settings.apiPrivateHint')}>
            {(tied) => (
              <ChoiceSetting
                {...tied}
                value={settings.apiPrivateAddresses ? 'on' : 'off'}
                among={onOff}
                name={(value) => t(value === 'on' ? 'settings.allowed' : 'settings.refused')}
                onCommit={(value) => change({ apiPrivateAddresses: value === 'on' })}
              />
            )}
          </SettingRow>
        </>
      )}
    </SettingGroup>
  );
}

/** Where it is served, or why not, and ways in. */
function Served({ port }: { port: number }) {
  const { t } = useTranslation();
  const client = useClient();
  const { transport } = client;
  const [state, setState] = useState<CallOutput<'desktop.api'> | null>(null);
  useEffect(() => {
    // no input of the call, but on another port it is served anew
    void port;
    let gone = false;
    setState(null);
    void transport.call('desktop.api', {}).then((reply) => {
      if (!gone && reply.ok) setState(reply.value);
    });
    return () => {
      gone = true;
    };
  }, [transport, port]);
  const copy = async () => {
    // each link signs in once, so everybody gets a new one
    const reply = await transport.call('desktop.api', {});
    if (!reply.ok) return client.complain(reply.error);
    const { link } = reply.value;
    if (link === null) return;
    await putOnClipboard(link).then(
      () => client.notices.tell('info', t('settings.apiCopied')),
      () => client.notices.tell('problem', t('notice.notCopied')),
    );
  };
  if (state?.error) {
    return (
      <div className={styles['problem']} role="alert">
        <TroubleText error={state.error} />
      </div>
    );
  }
  return (
    <div className={styles['served']}>
      <div className="selectable">
        <strong>{state?.address ?? t('settings.apiStarting')}</strong>
        {state && <p>{t('settings.apiToken', { path: honest(state.tokenFile) })}</p>}
      </div>
      <Button
        variant="default"
        disabled={state?.address == null}
        leftSection={<Copy size={15} aria-hidden />}
        onClick={() => void copy()}
      >
        {t('settings.apiCopy')}
      </Button>
    </div>
  );
}
