/** What a phone is set up with. The secret is shown in the moment it is drawn, and never again. */
import { useMe } from '../../api/session';
import type { Endpoint } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { CopyLine } from '../../ui/CopyLine';
import styles from './SipAccount.module.css';

export function SipAccount({ endpoint, secret }: { endpoint: Endpoint; secret?: string }) {
  const t = useTexts();
  const domain = useMe().data?.tenant.domain;
  return (
    <div className={styles.account}>
      {secret && <p className={styles.once}>{t('secret-once')}</p>}
      <CopyLine label={t('sip-user')} value={endpoint.terminal_user} />
      {secret && <CopyLine label={t('sip-secret')} value={secret} />}
      {domain && <CopyLine label={t('sip-domain')} value={domain} />}
    </div>
  );
}
