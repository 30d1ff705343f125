import { Notification } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import type { Notice } from './notice-store.ts';
import styles from './notices.module.css';

/** Milliseconds for which a piece of good news stays; bad news stays until it is closed. */
const newsLasts = 6000;
/** Lines of details that are shown; more are counted. */
const mostDetails = 4;

/** Short messages in the corner. */
export function Notices() {
  const { t } = useTranslation();
  const { notices: store } = useClient();
  const notices = useStore(store, (state) => state.notices);
  return (
    <section className={styles['corner']} aria-label={t('notice.label')}>
      {notices.map((notice) => (
        <OneNotice key={notice.key} notice={notice} onClose={() => store.dismiss(notice.key)} />
      ))}
    </section>
  );
}

function OneNotice({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const { t } = useTranslation();
  const { notices } = useClient();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (notice.tone === 'problem' || held) return;
    const timer = setTimeout(() => notices.dismiss(notice.key), newsLasts);
    return () => clearTimeout(timer);
  }, [notice, held, notices]);
  const more = notice.details.length - mostDetails;
  return (
    <Notification
      role={notice.tone === 'problem' ? 'alert' : 'status'}
      color={notice.tone === 'problem' ? 'red' : 'blue'}
      withBorder
      closeButtonProps={{ 'aria-label': t('notice.close') }}
      onClose={onClose}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div className="selectable">
        {notice.text}
        {notice.details.slice(0, mostDetails).map((detail) => (
          <div key={detail} className={styles['detail']} dir="auto">
            {honest(detail)}
          </div>
        ))}
        {more > 0 && <div className={styles['detail']}>+{more}</div>}
      </div>
    </Notification>
  );
}
