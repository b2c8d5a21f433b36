/** A page outside the frame: the brand above, with language and look, and one card below it. */
import type { ReactNode } from 'react';
import { Brand } from './Brand';
import styles from './CardPage.module.css';
import { LanguageMenu, LookMenu } from './Preferences';
import { usePageTitle } from './usePageTitle';

interface Properties {
  /** What the browser's tab says. */
  page: string;
  /** For more than a few fields below each other. */
  roomy?: boolean;
  /** Buttons beside language and look. */
  acts?: ReactNode;
  children: ReactNode;
}

export function CardPage({ page, roomy = false, acts, children }: Properties) {
  usePageTitle(page);
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <Brand />
        <div className={styles.tools}>
          <LanguageMenu />
          <LookMenu />
          {acts}
        </div>
      </header>
      <main className={styles.main}>
        <section className={styles.card} data-roomy={roomy}>
          {children}
        </section>
      </main>
    </div>
  );
}

/** How the card begins. */
export function CardHead({ above, title, lead }: { above?: string; title: string; lead?: ReactNode }) {
  return (
    <>
      {above && <p className={styles.above}>{above}</p>}
      <h1 className={styles.title}>{title}</h1>
      {lead && <p className={styles.lead}>{lead}</p>}
    </>
  );
}
