/** A line over the width of the page that everybody should see. */
import type { ReactNode } from 'react';
import styles from './Banner.module.css';

export function Banner({ text, role, children }: { text: string; role?: 'status'; children: ReactNode }) {
  return (
    <div className={styles.banner} role={role}>
      <p className={styles.text}>{text}</p>
      {children}
    </div>
  );
}
