import { NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './preferences.module.css';
import { isProxyAddress } from './proxy-address.ts';
import { SettingRow } from './setting-row.tsx';

interface ProxySettingProps {
  /** `system`, `direct`, or an address */
  readonly value: string;
  readonly onCommit: (value: string) => void;
}

/** Which way into the network. An address takes effect once it is one. */
export function ProxySetting({ value, onCommit }: ProxySettingProps) {
  const { t } = useTranslation();
  const set = value !== 'system' && value !== 'direct';
  const [choice, setChoice] = useState(set ? 'other' : value);
  const [address, setAddress] = useState(set ? value : '');
  const [left, setLeft] = useState(false);
  useEffect(() => {
    if (value === 'system' || value === 'direct') return;
    setChoice('other');
    setAddress(value);
  }, [value]);
  const commit = () => {
    setLeft(true);
    const trimmed = address.trim();
    if (isProxyAddress(trimmed) && trimmed !== value) onCommit(trimmed);
  };
  return (
    <>
      <SettingRow label={t('settings.proxy')} hint={t('settings.proxyHint')}>
        {({ id, hintId }) => (
          <NativeSelect
            id={id}
            aria-describedby={hintId}
            value={choice}
            data={[
              { value: 'system', label: t('settings.proxySystem') },
              { value: 'direct', label: t('settings.proxyDirect') },
              { value: 'other', label: t('settings.proxyOther') },
            ]}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              setChoice(chosen);
              setLeft(false);
              if (chosen !== 'other') onCommit(chosen);
            }}
          />
        )}
      </SettingRow>
      {choice === 'other' && (
        <TextInput
          className={styles['proxy'] ?? ''}
          label={t('settings.proxyAddress')}
          description={t('settings.proxyExample')}
          value={address}
          spellCheck={false}
          error={left && address.trim() !== '' && !isProxyAddress(address.trim()) ? t('settings.proxyWrong') : null}
          onChange={(event) => setAddress(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
          }}
        />
      )}
    </>
  );
}
