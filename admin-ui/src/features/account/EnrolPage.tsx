/** The whole page of somebody whose organisation demands a second factor that is not set up yet. */
import { useNavigate } from 'react-router';
import { useSignOut } from '../../api/session';
import type { Me } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Brand } from '../../ui/Brand';
import { Button } from '../../ui/Button';
import { LanguageMenu, LookMenu } from '../../ui/Preferences';
import { usePageTitle } from '../../ui/usePageTitle';
import styles from './EnrolPage.module.css';
import { SetUp } from './SetUp';

export default function EnrolPage({ me }: { me: Me }) {
  const t = useTexts();
  const navigate = useNavigate();
  const signOut = useSignOut();
  usePageTitle(t('factor-set-up'));
  const leave = () => signOut.mutate(undefined, { onSettled: () => navigate(`/t/${me.home.name}`, { replace: true }) });
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <Brand />
        <div className={styles.tools}>
          <LanguageMenu />
          <LookMenu />
          <Button look="quiet" onClick={leave}>
            {t('sign-out')}
          </Button>
        </div>
      </header>
      <main className={styles.main}>
        <section className={styles.card}>
          <h1 className={styles.title}>{t('factor-set-up')}</h1>
          <p className={styles.lead}>{t('factor-needed-lead', { tenant: me.home.title || me.home.name })}</p>
          <SetUp done={() => undefined} />
        </section>
      </main>
    </div>
  );
}
