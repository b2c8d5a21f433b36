/** One security event with all that is known of it. */
import { Link } from 'react-router';
import { useTenantNames } from '../../api/lookup';
import { useMay, usePlace } from '../../api/place';
import type { SecurityEvent } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Facts } from '../../ui/Page';
import styles from './EventDrawer.module.css';
import { detailsOf, kindText } from './kinds';

interface Properties {
  event: SecurityEvent;
  close: () => void;
  /** Narrows the list to this. */
  only: (name: 'source' | 'user' | 'about', value: string) => void;
}

export function EventDrawer({ event, close, only }: Properties) {
  const t = useTexts();
  const { exact, number } = useFormats();
  const { path } = usePlace();
  const bans = useMay()('bans.read');
  const names = useTenantNames([event.about]);
  const { account, source, user, about, count, detail } = event;
  return (
    <Dialog opened kind="drawer" close={close} title={kindText(t, event.kind)}>
      <Facts
        inDrawer
        facts={[
          [t('security-log-at'), exact(event.at)],
          [t('security-log-severity'), t(`severity-${event.severity}`)],
          [t('security-log-account'), account ?? (about && t('security-log-hidden'))],
          [t('security-log-source'), source],
          [t('security-log-count'), number(count)],
          ...(about ? [[t('security-log-about'), names.get(about)?.title ?? '…'] as const] : []),
          ...detailsOf(t, exact, detail),
        ]}
      />
      <div className={styles.acts}>
        {source && (
          <Button size="small" onClick={() => only('source', source)}>
            {t('security-log-only-source')}
          </Button>
        )}
        {user && (
          <Button size="small" onClick={() => only('user', user)}>
            {t('security-log-only-user')}
          </Button>
        )}
        {about && (
          <Button size="small" onClick={() => only('about', about)}>
            {t('security-log-only-about')}
          </Button>
        )}
      </div>
      {source && bans && (
        <p className={styles.more}>
          <Link to={path(`/bans?state=all&search=${encodeURIComponent(source)}`)}>{t('security-log-bans')}</Link>
        </p>
      )}
      {about && !account && <p className={styles.more}>{t('security-log-hidden-lead')}</p>}
    </Dialog>
  );
}
