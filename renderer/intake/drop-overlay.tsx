import { Portal } from '@mantine/core';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { carriedText, carriedTypes } from './carried-text.ts';
import styles from './intake.module.css';
import { readLinkFiles } from './link-files.ts';

function carriesLinks(event: DragEvent): boolean {
  return event.dataTransfer?.types.some((type) => carriedTypes.includes(type)) ?? false;
}

/** Lets links, text and files be dropped anywhere on the window, and shows while they hover that this works. */
export function DropOverlay() {
  const { t } = useTranslation();
  const client = useClient();
  const [hovering, setHovering] = useState(false);

  useEffect(() => {
    const hover = (event: DragEvent) => {
      // without this the window would leave its page for whatever is dropped
      event.preventDefault();
      const welcome = carriesLinks(event);
      if (event.dataTransfer) event.dataTransfer.dropEffect = welcome ? 'copy' : 'none';
      setHovering(welcome);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setHovering(false);
      if (!event.dataTransfer) return;
      const files = [...event.dataTransfer.files];
      // both are read now: the event is empty once this function has returned
      const text = carriedText(event.dataTransfer);
      if (files.length === 0) return void client.take(text);
      void readLinkFiles(files).then(({ text: found, wrong }) => {
        if (wrong.length > 0) {
          const name = honest(wrong[0] ?? '');
          client.notices.tell('problem', t('intake.wrongFiles', { count: wrong.length, number: wrong.length, name }));
        }
        if (wrong.length < files.length) void client.take(found);
      });
    };
    window.addEventListener('dragenter', hover);
    window.addEventListener('dragover', hover);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', hover);
      window.removeEventListener('dragover', hover);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [client, t]);

  if (!hovering) return null;
  return (
    <Portal>
      <div className={styles['overlay']} data-testid="drop-overlay">
        <div className={styles['target']}>
          <Download size={40} strokeWidth={1.5} aria-hidden />
          <strong>{t('intake.drop')}</strong>
          <span>{t('intake.dropHint')}</span>
        </div>
      </div>
    </Portal>
  );
}
