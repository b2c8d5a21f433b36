/** The product's mark and name; where there is little room a quiet one shows the mark alone. */
import styles from './Brand.module.css';

export function Brand({ quiet = false }: { quiet?: boolean }) {
  return (
    <span className={styles.brand}>
      <svg width="1.75rem" height="1.75rem" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#0a7b84" />
        <path d="M8 21.5h3.2c5.6 0 4-11 9.6-11H24" fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
        <circle cx="8" cy="10.5" r="2.2" fill="#fff" opacity=".55" />
        <circle cx="24" cy="21.5" r="2.2" fill="#fff" opacity=".55" />
      </svg>
      <span className={styles.name} data-quiet={quiet}>Conmuta</span>
    </span>
  );
}
