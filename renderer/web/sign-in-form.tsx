import { Button, PasswordInput } from '@mantine/core';
import { LogIn } from 'lucide-react';
import { type SubmitEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorBody } from '../../contract/errors.ts';
import type { ConnectionStore } from './connection-store.ts';
import { unreachable } from './reply-of.ts';
import { signIn } from './session.ts';
import styles from './sign-in.module.css';

interface SignInFormProps {
  readonly connection: ConnectionStore;
  /** why a link did not sign in; `null` when none was used */
  readonly refusal: ErrorBody | null;
}

/** Keeps a dialog that may lie under this one from hearing Escape. */
const ownKeys = { 'data-mantine-stop-propagation': true };

/** Asks for the token of this Sluice, and says where to find it. */
export function SignInForm({ connection, refusal }: SignInFormProps) {
  const { t } = useTranslation();
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorBody | null>(null);
  const titleId = useId();
  const words = useSignInWords();
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (token.trim() === '' || busy) return;
    setBusy(true);
    const reply = await signIn({ token: token.trim() }, connection);
    setBusy(false);
    setError(reply.ok ? null : reply.error);
  };
  const usedLink = refusal !== null && error === null;
  return (
    <form className={styles['form']} aria-labelledby={titleId} noValidate onSubmit={(event) => void submit(event)}>
      <h1 id={titleId}>{t('web.title')}</h1>
      {usedLink && (
        <p className={styles['refusal']} role="alert">
          {refusal.code === 'sign-in' || refusal.code === 'invalid-input' ? t('web.usedLink') : words(refusal)}
        </p>
      )}
      <PasswordInput
        {...ownKeys}
        label={t('web.token')}
        name="token"
        autoComplete="current-password"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
        autoFocus
        value={token}
        error={error && words(error)}
        errorProps={{ role: 'alert' }}
        visibilityToggleButtonProps={{ 'aria-label': t('web.showToken') }}
        onChange={(event) => {
          setToken(event.currentTarget.value);
          setError(null);
        }}
      />
      <Button
        {...ownKeys}
        type="submit"
        fullWidth
        loading={busy}
        disabled={token.trim() === ''}
        leftSection={<LogIn size={16} aria-hidden />}
      >
        {t('web.signIn')}
      </Button>
      <div className={styles['where']}>
        <p>{t('web.where')}</p>
        <p>
          <code className="selectable">sluice serve --link</code>
          <span>{t('web.whereLink')}</span>
        </p>
        <p>
          <code className="selectable">sluice serve</code>
          <span>{t('web.whereToken')}</span>
        </p>
        <p>{t('web.whereWindow')}</p>
      </div>
    </form>
  );
}

/** What went wrong when somebody wanted to sign in. */
function useSignInWords(): (error: ErrorBody) => string {
  const { t } = useTranslation();
  return (error) => {
    if (error === unreachable) return t('web.lostCall');
    if (error.code === 'sign-in' || error.code === 'invalid-input') return t('web.wrongToken');
    if (error.code === 'too-many-requests') return t('web.tooOften');
    return t(`error.${error.code}`);
  };
}
