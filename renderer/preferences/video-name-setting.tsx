import { useTranslation } from 'react-i18next';
import { fillTemplate, usualVideoTemplate } from '../../contract/name-template.ts';
import { NameSetting } from './name-setting.tsx';

interface VideoNameSettingProps {
  readonly value: string;
  readonly onCommit: (value: string) => void;
}

/** What videos are called, alone and in a list. */
export function VideoNameSetting({ value, onCommit }: VideoNameSettingProps) {
  const { t } = useTranslation();
  const name = (template: string, number: number | null) => {
    const fields = {
      ...{ title: t('settings.videoNameTitle'), channel: t('settings.videoNameChannel'), id: '4k7m2x9q1c' },
      ...{ ext: 'mp4', part: null, number, startedAt: new Date() },
    };
    return fillTemplate(template.includes('{ext}') ? template : `${template}.{ext}`, fields).trim();
  };
  return (
    <NameSetting
      label={t('settings.videoName')}
      hint={t('settings.videoNameHint')}
      value={value}
      usual={usualVideoTemplate}
      onCommit={onCommit}
      example={(template) => (
        <>
          <bdi>{t('settings.videoNameExample', { name: name(template, null) })}</bdi>
          <bdi>{t('settings.videoNameInList', { name: name(template, 12) })}</bdi>
        </>
      )}
    />
  );
}
