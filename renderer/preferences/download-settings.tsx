import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DuplicatePolicy } from '../../contract/settings.ts';
import { useClient, useSettings } from '../client/client-context.tsx';
import { FolderPicker } from './folder-picker.tsx';
import { LocalSetting } from './local-setting.tsx';
import { NumberSetting } from './number-setting.tsx';
import { RecordingNameSetting } from './recording-name-setting.tsx';
import { SettingGroup, SettingRow } from './setting-row.tsx';

const policies: readonly DuplicatePolicy[] = ['ask', 'skip', 'keep'];

/** A megabyte as the window writes it. */
const megabyte = 1_000_000;

/** Where files go, how many at once, what happens to what is there already or does not work. */
export function DownloadSettings() {
  const { t } = useTranslation();
  const client = useClient();
  const settings = useSettings((all) => all);
  const change = (part: Partial<typeof settings>) => void client.change(part);
  return (
    <SettingGroup title={t('settings.downloads')}>
      {client.place.web ? (
        <LocalSetting
          label={t('settings.downloadFolder')}
          hint={t('settings.downloadFolderHint')}
          value={settings.downloadFolder}
          command="download-folder …"
        />
      ) : (
        <FolderPicker
          label={t('settings.downloadFolder')}
          hint={t('settings.downloadFolderHint')}
          path={settings.downloadFolder}
          onPick={(downloadFolder) => change({ downloadFolder })}
        />
      )}
      <SettingRow label={t('settings.maxActive')} hint={t('settings.maxActiveHint')}>
        {({ id, hintId }) => (
          <NumberSetting
            id={id}
            hintId={hintId}
            value={settings.maxActive}
            min={1}
            max={64}
            onCommit={(maxActive) => change({ maxActive })}
          />
        )}
      </SettingRow>
      <SettingRow label={t('settings.maxPerHost')} hint={t('settings.maxPerHostHint')}>
        {({ id, hintId }) => (
          <NumberSetting
            id={id}
            hintId={hintId}
            value={settings.maxPerHost}
            min={1}
            max={64}
            onCommit={(maxPerHost) => change({ maxPerHost })}
          />
        )}
      </SettingRow>
      <SettingRow label={t('settings.maxRecordings')} hint={t('settings.maxRecordingsHint')}>
        {({ id, hintId }) => (
          <NumberSetting
            id={id}
            hintId={hintId}
            value={settings.maxRecordings}
            min={1}
            max={200}
            onCommit={(maxRecordings) => change({ maxRecordings })}
          />
        )}
      </SettingRow>
      <RecordingNameSetting value={settings.recordingName} onCommit={(recordingName) => change({ recordingName })} />
      <SettingRow label={t('settings.duplicates')} hint={t('settings.duplicatesHint')}>
        {({ id, hintId }) => (
          <NativeSelect
            id={id}
            aria-describedby={hintId}
            value={settings.duplicates}
            data={policies.map((value) => ({ value, label: t(`settings.${value}`) }))}
            onChange={(event) => {
              const duplicates = policies.find((policy) => policy === event.currentTarget.value);
              if (duplicates) change({ duplicates });
            }}
          />
        )}
      </SettingRow>
      <SettingRow label={t('settings.retries')} hint={t('settings.retriesHint')}>
        {({ id, hintId }) => (
          <NumberSetting
            id={id}
            hintId={hintId}
            value={settings.retries}
            min={0}
            max={100}
            onCommit={(retries) => change({ retries })}
          />
        )}
      </SettingRow>
      <SettingRow label={t('settings.reserve')} hint={t('settings.reserveHint')}>
        {({ id, hintId }) => (
          <NumberSetting
            id={id}
            hintId={hintId}
            value={Math.round(settings.reserve / megabyte)}
            min={0}
            max={1_000_000}
            step={50}
            suffix={t('settings.megabytes')}
            onCommit={(value) => change({ reserve: Math.round(value * megabyte) })}
          />
        )}
      </SettingRow>
    </SettingGroup>
  );
}
