/** The shape of what is coming. */
import { useTexts } from '../i18n/Language';
import styles from './Skeleton.module.css';

export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  const t = useTexts();
  return (
    <div className={styles.rows} role="status" data-waiting>
      <span className="visually-hidden">{t('loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className={styles.row} style={{ opacity: 1 - row / (rows + 1) }} />
      ))}
    </div>
  );
}

export function SkeletonForm() {
  const t = useTexts();
  return (
    <div className={styles.form} role="status" data-waiting>
      <span className="visually-hidden">{t('loading')}</span>
      {[40, 70, 55, 65].map((width) => (
        <span key={width} className={styles.line} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
