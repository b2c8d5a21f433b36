/** A word with a colour that says the same. */
import type { ReactNode } from 'react';
import styles from './Badge.module.css';

export type Tone = 'good' | 'warning' | 'bad' | 'quiet' | 'accent';

export function Badge({ tone = 'quiet', dot = false, children }: { tone?: Tone; dot?: boolean; children: ReactNode }) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {dot && <span className={styles.dot} aria-hidden="true" />}
      {children}
    </span>
  );
}

/** The same without a ground, for columns full of them. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={styles.status} data-tone={tone}>
      <span className={styles.dot} aria-hidden="true" />
      {children}
    </span>
  );
}
