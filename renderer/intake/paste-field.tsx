import { Button, TextInput } from '@mantine/core';
import { Link2 } from 'lucide-react';
import { type SubmitEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient } from '../client/client-context.tsx';
import { carriedText } from './carried-text.ts';
import styles from './intake.module.css';

/** Takes a link typed in or text of any length pasted in; what is found is shown before anything starts. */
export function PasteField() {
  const { t } = useTranslation();
  const client = useClient();
  const reading = useStore(client.review, (state) => state.reading > 0);
  const [typed, setTyped] = useState('');
  const id = useId();

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (typed.trim() === '') return;
    void client.take(typed).then(() => {
      if (client.review.getState().review) setTyped('');
    });
  };

  return (
    <form className={styles['field']} onSubmit={submit}>
      <TextInput
        id={id}
        className={styles['input'] ?? ''}
        aria-label={t('intake.label')}
        placeholder={t('intake.placeholder')}
        leftSection={<Link2 size={16} aria-hidden />}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onPaste={(event) => {
          const text = carriedText(event.clipboardData);
          // a piece of a link may be pasted to be worked on; a whole one is a wish to download it
          if (typed !== '' || !text.includes('://')) return;
          event.preventDefault();
          event.stopPropagation();
          void client.take(text);
        }}
      />
      <Button type="submit" loading={reading} disabled={typed.trim() === '' && !reading}>
        {t('intake.add')}
      </Button>
    </form>
  );
}
