import { useTranslation } from 'react-i18next';
import { usualTemplate } from '../../contract/name-template.ts';
import { NameSetting } from './name-setting.tsx';
import { exampleName, hasPart } from './recording-name.ts';

interface RecordingNameSettingProps {
  readonly value: string;
  readonly onCommit: (value: string) => void;
}

/** What fragments are called. */
export function RecordingNameSetting({ value, onCommit }: RecordingNameSettingProps) {
  const { t } = useTranslation();
  return (
    <NameSetting
      label={t('settings.recordingName')}
      hint={t('settings.recordingNameHint')}
      value={value}
      usual={usualTemplate}
      onCommit={onCommit}
      example={(template) => (
        <>
          <bdi>
            {t('settings.recordingNameExample', {
              name: exampleName(template, t('settings.recordingNameTitle'), new Date()),
            })}
          </bdi>
          {!hasPart(template) && <span>{t('settings.recordingNameNoPart')}</span>}
        </>
      )}
    />
  );
}
