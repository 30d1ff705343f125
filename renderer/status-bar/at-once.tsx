import { Minus, Plus } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { NumberField } from 'react-aria-components/NumberField';
import { useTranslation } from 'react-i18next';
import { useClient, useSettings } from '../client/client-context.tsx';
import styles from './status-bar.module.css';

/** How many tasks run at the same time. */
export function AtOnce() {
  const { t } = useTranslation();
  const client = useClient();
  const value = useSettings((settings) => settings.maxActive);
  return (
    <div className={styles['stepper']} title={t('status.atOnceHint')}>
      <span aria-hidden className={styles['label']}>
        {t('status.atOnce')}
      </span>
      <NumberField
        aria-label={t('status.atOnceHint')}
        minValue={1}
        maxValue={64}
        value={value}
        isWheelDisabled
        onChange={(next) => {
          if (Number.isInteger(next) && next !== value) void client.change({ maxActive: next });
        }}
      >
        <Group className={styles['group'] ?? ''}>
          <Button slot="decrement" aria-label={t('status.fewer')} className={styles['step'] ?? ''}>
            <Minus size={12} aria-hidden />
          </Button>
          <Input className={styles['number'] ?? ''} />
          <Button slot="increment" aria-label={t('status.more')} className={styles['step'] ?? ''}>
            <Plus size={12} aria-hidden />
          </Button>
        </Group>
      </NumberField>
    </div>
  );
}
