/** What a phone is set up with. The secret is shown in the moment it is drawn, and never again. */
import { useMe } from '../../api/session';
import type { Endpoint } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { CopyLine } from '../../ui/CopyLine';
import { useProvisioning } from '../provisioning/useProvisioning';
import styles from './SipAccount.module.css';

export function SipAccount({ endpoint, secret }: { endpoint: Endpoint; secret?: string }) {
  const t = useTexts();
  const domain = useMe().data?.tenant.domain;
  const { data: place } = useProvisioning();
  const doors = place?.transports.map(({ transport, port }) => `${transport.toUpperCase()} ${port}`).join(' · ');
  return (
    <div className={styles.account}>
      {secret && <p className={styles.once}>{t('secret-once')}</p>}
      {place && <CopyLine label={t('sip-server')} value={place.server} />}
      {doors && <CopyLine label={t('sip-transports')} value={doors} />}
      <CopyLine label={t('sip-user')} value={endpoint.terminal_user} />
      {secret && <CopyLine label={t('sip-secret')} value={secret} />}
      {domain && <CopyLine label={t('sip-domain')} value={domain} />}
      {domain && <p className={styles.hint}>{t('sip-domain-hint')}</p>}
    </div>
  );
}
