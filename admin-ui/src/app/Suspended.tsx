/** What the people of a suspended organisation see: that it is, why, and the way out. */
import { useSignOut } from '../api/session';
import type { Me } from '../api/types';
import { useTexts } from '../i18n/Language';
import { Button } from '../ui/Button';
import { CardHead, CardPage } from '../ui/CardPage';
import styles from './Suspended.module.css';

export function Suspended({ me: { home } }: { me: Me }) {
  const t = useTexts();
  const { signOut, leaving } = useSignOut(home.name);
  return (
    <CardPage page={t('suspended-title')} roomy>
      <CardHead title={t('suspended-title')} lead={t('suspended-lead', { title: home.title || home.name })} />
      {home.reason && <blockquote className={styles.reason}>{home.reason}</blockquote>}
      <p className={styles.quiet}>{t('suspended-emergency')}</p>
      <Button look="primary" busy={leaving} onClick={signOut}>
        {t('sign-out')}
      </Button>
    </CardPage>
  );
}
