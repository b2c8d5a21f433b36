/** Signing in: at `/t/NAME` for one organisation, else with `user@NAME`. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { useSignIn } from '../../api/session';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Brand } from '../../ui/Brand';
import { LanguageMenu, SchemeMenu } from '../../ui/Preferences';
import { usePageTitle } from '../../ui/usePageTitle';
import styles from './SignInPage.module.css';

interface Arrival {
  from?: string;
  ended?: boolean;
}

export default function SignInPage() {
  const t = useTexts();
  usePageTitle(t('sign-in-title'));
  const { tenant } = useParams();
  const arrival = (useLocation().state ?? {}) as Arrival;
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <Brand />
        <div className={styles.tools}>
          <LanguageMenu />
          <SchemeMenu />
        </div>
      </header>
      <main className={styles.main}>
        <section className={styles.card}>
          <h1 className={styles.title}>{tenant ? t('sign-in-to', { tenant }) : t('sign-in-title')}</h1>
          <p className={styles.lead}>{t('sign-in-lead')}</p>
          <SignInForm tenant={tenant} arrival={arrival} />
        </section>
      </main>
    </div>
  );
}

function SignInForm({ tenant, arrival }: { tenant: string | undefined; arrival: Arrival }) {
  const t = useTexts();
  const navigate = useNavigate();
  const signIn = useSignIn();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!user.trim() || !password || signIn.isPending) return;
    const credentials = { user: user.trim(), password, ...(tenant ? { tenant } : {}) };
    signIn.mutate(credentials, {
      onSuccess: () => navigate(arrival.from ?? '/', { replace: true }),
      onError: () => passwordField.current?.select(),
    });
  };

  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      {arrival.ended && !tried && <p className={styles.note}>{t('sign-in-ended')}</p>}
      <div role="alert">{signIn.error && <p className={styles.problem}>{problemText(t, signIn.error)}</p>}</div>
      <TextInput
        label={t('sign-in-user')}
        {...(tenant ? {} : { description: t('sign-in-user-hint') })}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={user}
        onChange={(event) => setUser(event.currentTarget.value)}
        error={tried && !user.trim() && t('field-required')}
      />
      <PasswordInput
        ref={passwordField}
        label={t('sign-in-password')}
        name="password"
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t('sign-in-show-password'), tabIndex: 0 }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={tried && !password && t('field-required')}
      />
      <Button type="submit" fullWidth size="md" mt="xs" loading={signIn.isPending}>
        {t('sign-in-submit')}
      </Button>
    </form>
  );
}
