import { useTranslation } from 'react-i18next';
import { honest } from '../format/names.ts';
import styles from './preferences.module.css';

interface LocalSettingProps {
  readonly label: string;
  readonly hint: string;
  /** as it stands, in words */
  readonly value: string;
  /** as the command line calls it, with an example of a value */
  readonly command: string;
}

/** A setting that a page in a browser may only read: what it is, and how it can be changed where Sluice runs. */
export function LocalSetting({ label, hint, value, command }: LocalSettingProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['row']}>
      <div>
        <span className={styles['label']}>{label}</span>
        <p>{hint}</p>
        <p className="selectable">
          {t('settings.localOnly')} <code className={styles['command']}>sluice settings set {command}</code>
        </p>
      </div>
      <bdi className={`selectable ${styles['fixed']}`}>{honest(value)}</bdi>
    </div>
  );
}
