import { useTranslation } from 'react-i18next';
import { clientsForm, isPreset, meanings, presetNames, resolverChoices } from '../../contract/video-choices.ts';
import { useClient, useSettings } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { ChoiceSetting } from './choice-setting.tsx';
import { LocalSetting } from './local-setting.tsx';
import styles from './preferences.module.css';
import { SettingGroup, SettingRow } from './setting-row.tsx';
import { TextSetting } from './text-setting.tsx';
import { useTool } from './use-tool.ts';
import { VideoNameSetting } from './video-name-setting.tsx';

/** How video sites are read, what is got of a video, and what it is called. */
export function VideoSettings() {
  const { t } = useTranslation();
  const client = useClient();
  const settings = useSettings((all) => all);
  const change = (part: Partial<typeof settings>) => void client.change(part);
  const formats = isPreset(settings.videoFormat) ? presetNames : [...presetNames, settings.videoFormat];
  return (
    <SettingGroup title={t('settings.videos')}>
      <SettingRow label={t('settings.videoFormat')} hint={t('settings.videoFormatHint')}>
        {(tied) => (
          <ChoiceSetting
            {...tied}
            value={settings.videoFormat}
            among={formats}
            name={(value) =>
              isPreset(value) ? t(`video.presetOf.${value}`) : t('settings.videoFormatExact', { ids: value })
            }
            onCommit={(videoFormat) => change({ videoFormat })}
          />
        )}
      </SettingRow>
      <SettingRow label={t('settings.videoOrList')} hint={t('settings.videoOrListHint')}>
        {(tied) => (
          <ChoiceSetting
            {...tied}
            value={settings.videoOrList}
            among={meanings}
            name={(value) => t(`settings.videoOrListOf.${value}`)}
            onCommit={(videoOrList) => change({ videoOrList })}
          />
        )}
      </SettingRow>
      <VideoNameSetting value={settings.videoName} onCommit={(videoName) => change({ videoName })} />
      <SettingRow label={t('settings.resolver')} hint={t('settings.resolverHint')}>
        {(tied) => (
          <ChoiceSetting
            {...tied}
            value={settings.resolver}
            among={resolverChoices}
            name={(value) => t(`settings.resolverOf.${value}`)}
            onCommit={(resolver) => change({ resolver })}
          />
        )}
      </SettingRow>
      {client.place.web ? (
        <LocalSetting
          label={t('settings.ytDlp')}
          hint={t('settings.ytDlpHint')}
          value={settings.ytDlp === '' ? t('settings.automatic') : settings.ytDlp}
          command="yt-dlp …"
        />
      ) : (
        <SettingRow label={t('settings.ytDlp')} hint={t('settings.ytDlpHint')}>
          {({ id, hintId }) => (
            <>
              <TextSetting
                {...{ id, hintId, value: settings.ytDlp }}
                trouble={() => null}
                onCommit={(ytDlp) => change({ ytDlp })}
              />
              <YtDlpFound wanted={settings.ytDlp} />
            </>
          )}
        </SettingRow>
      )}
      <SettingRow label={t('settings.youtubeClients')} hint={t('settings.youtubeClientsHint')}>
        {({ id, hintId }) => (
          <TextSetting
            {...{ id, hintId, value: settings.youtubeClients }}
            trouble={(text) => (clientsForm.test(withoutSpaces(text)) ? null : t('settings.youtubeClientsWrong'))}
            onCommit={(text) => change({ youtubeClients: withoutSpaces(text) })}
          />
        )}
      </SettingRow>
    </SettingGroup>
  );
}

/** Which yt-dlp is found, or what to do so that one is. */
function YtDlpFound({ wanted }: { wanted: string }) {
  const { t } = useTranslation();
  const finding = useTool('yt-dlp', wanted);
  const text =
    finding === null ? t('settings.ytDlpLooking') : [finding.found, finding.advice].filter(Boolean).join('. ');
  return (
    <p className={styles['found']} role="status" data-status={finding?.status}>
      <bdi>{honest(text)}</bdi>
    </p>
  );
}

/** People write a space behind a comma. */
function withoutSpaces(text: string): string {
  return text.replace(/\s*,\s*/g, ',');
}
