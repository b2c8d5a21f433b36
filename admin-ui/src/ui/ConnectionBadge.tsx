/** Whether what one sees is live. */
import { useTexts } from '../i18n/Language';
import { useConnection } from '../realtime/Live';
import styles from './ConnectionBadge.module.css';

export function ConnectionBadge() {
  const t = useTexts();
  const { state } = useConnection().connection;
  const shown = state === 'ended' ? 'waiting' : state;
  return (
    <span className={styles.badge} data-state={shown} role="status">
      <span className={styles.dot} aria-hidden="true" />
      {t(`connection-${shown}`)}
    </span>
  );
}
