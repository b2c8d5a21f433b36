/** Shown while something loads that has no shape yet. It appears late, so that quick loads do not flicker. */
import { useTexts } from '../i18n/Language';
import styles from './Waiting.module.css';

export function Waiting() {
  const t = useTexts();
  return (
    <div className={styles.waiting} role="status">
      <span className={styles.ring} aria-hidden="true" />
      <span className="visually-hidden">{t('loading')}</span>
    </div>
  );
}
