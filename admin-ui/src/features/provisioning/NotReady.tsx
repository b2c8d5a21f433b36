/** Says why no phone can be set up from here, and what to do about it. */
import { useTexts } from '../../i18n/Language';
import { WarningIcon } from '../../ui/icons';
import styles from './Provisioning.module.css';
import { useProvisioning } from './useProvisioning';

export function NotReady() {
  const t = useTexts();
  const { data } = useProvisioning();
  if (!data || data.ready) return null;
  const reason = data.reason === 'provisioning.no_https' ? 'https' : 'address';
  return (
    <div className={styles.notReady} role="note">
      <WarningIcon />
      <div>
        <p className={styles.strong}>{t(`provisioning-no-${reason}`)}</p>
        <p>{t(`provisioning-no-${reason}-lead`, { address: data.address ?? '' })}</p>
      </div>
    </div>
  );
}
