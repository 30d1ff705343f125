import { useTranslation } from 'react-i18next';
import { useClient, useSettings } from '../client/client-context.tsx';
import { LocalSetting } from './local-setting.tsx';
import { NumberSetting } from './number-setting.tsx';
import { OptionalNumber } from './optional-number.tsx';
import { ProxySetting } from './proxy-setting.tsx';
import { SettingGroup, SettingRow } from './setting-row.tsx';

/** A megabyte a second as the window writes it. */
const megabyte = 1_000_000;

/** How fast, over how many connections, through which proxy. */
export function NetworkSettings({ focusLimit }: { focusLimit: boolean }) {
  const { t } = useTranslation();
  const client = useClient();
  const settings = useSettings((all) => all);
  const change = (part: Partial<typeof settings>) => void client.change(part);
  return (
    <SettingGroup title={t('settings.network')}>
      <SettingRow label={t('settings.limitRate')} hint={t('settings.limitRateHint')}>
        {(tied) => (
          <OptionalNumber
            {...tied}
            none={t('settings.unlimited')}
            some={t('settings.limited')}
            value={settings.limitRate === null ? null : settings.limitRate / megabyte}
            first={5}
            min={0.01}
            max={10_000}
            decimals={2}
            suffix={t('settings.megabytesPerSecond')}
            autoFocus={focusLimit}
            onCommit={(value) => change({ limitRate: value === null ? null : Math.round(value * megabyte) })}
          />
        )}
      </SettingRow>
      <SettingRow label={t('settings.connections')} hint={t('settings.connectionsHint')}>
        {(tied) => (
          <OptionalNumber
            {...tied}
            none={t('settings.automatic')}
            some={t('settings.fixed')}
            value={settings.connections}
            first={4}
            min={1}
            max={32}
            onCommit={(connections) => change({ connections })}
          />
        )}
      </SettingRow>
      <SettingRow label={t('settings.idleTimeout')} hint={t('settings.idleTimeoutHint')}>
        {({ id, hintId }) => (
          <NumberSetting
            id={id}
            hintId={hintId}
            value={settings.idleTimeout}
            min={5}
            max={600}
            step={5}
            suffix={t('settings.seconds')}
            onCommit={(idleTimeout) => change({ idleTimeout })}
          />
        )}
      </SettingRow>
      {client.place.web ? (
        <LocalSetting
          label={t('settings.proxy')}
          hint={t('settings.proxyHint')}
          value={
            settings.proxy === 'system'
              ? t('settings.proxySystem')
              : settings.proxy === 'direct'
                ? t('settings.proxyDirect')
                : settings.proxy
          }
          command="proxy …"
        />
      ) : (
        <ProxySetting value={settings.proxy} onCommit={(proxy) => change({ proxy })} />
      )}
    </SettingGroup>
  );
}
