/** Shown while something loads that has no shape yet. It appears late, so that quick loads do not flicker. */
import { Loader } from '@mantine/core';
import { useTexts } from '../i18n/Language';
import styles from './Waiting.module.css';

export function Waiting() {
  const t = useTexts();
  return (
    <div className={styles.waiting} role="status">
      <Loader type="dots" size="sm" />
      <span className="visually-hidden">{t('loading')}</span>
    </div>
  );
}
