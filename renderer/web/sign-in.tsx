import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ErrorBody } from '../../contract/errors.ts';
import type { ConnectionStore } from './connection-store.ts';
import styles from './sign-in.module.css';
import { SignInForm } from './sign-in-form.tsx';

interface SignInProps {
  readonly connection: ConnectionStore;
  readonly refusal: ErrorBody | null;
}

/** The page before anybody is signed in. */
export function SignInPage(props: SignInProps) {
  return (
    <main className={styles['page']}>
      <SignInForm {...props} />
    </main>
  );
}

/** The same over everything when a session has ended meanwhile: what was typed below it is not lost. */
export function SignInAgain({ connection, opened }: { connection: ConnectionStore; opened: boolean }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={() => {}} fullScreen closeOnEscape={false} lockScroll={false} zIndex={900}>
      <Modal.Content aria-label={t('web.title')} classNames={{ content: styles['over'] ?? '' }}>
        <div className={styles['page']}>
          <SignInForm connection={connection} refusal={null} />
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}
