/** What the people of a suspended organisation see: that it is, why, and the way out. */
import { useNavigate } from 'react-router';
import { useSignOut } from '../api/session';
import type { Me } from '../api/types';
import { useTexts } from '../i18n/Language';
import { Brand } from '../ui/Brand';
import { Button } from '../ui/Button';
import { LanguageMenu, LookMenu } from '../ui/Preferences';
import { usePageTitle } from '../ui/usePageTitle';
import styles from './Suspended.module.css';

export function Suspended({ me: { home } }: { me: Me }) {
  const t = useTexts();
  usePageTitle(t('suspended-title'));
  const navigate = useNavigate();
  const signOut = useSignOut();
  const leave = () => signOut.mutate(undefined, { onSettled: () => navigate(`/t/${home.name}`, { replace: true }) });
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <Brand />
        <div className={styles.tools}>
          <LanguageMenu />
          <LookMenu />
        </div>
      </header>
      <main className={styles.card}>
        <h1 className={styles.title}>{t('suspended-title')}</h1>
        <p>{t('suspended-lead', { title: home.title || home.name })}</p>
        {home.reason && <blockquote className={styles.reason}>{home.reason}</blockquote>}
        <p className={styles.quiet}>{t('suspended-emergency')}</p>
        <Button look="primary" busy={signOut.isPending} onClick={leave}>
          {t('sign-out')}
        </Button>
      </main>
    </div>
  );
}
