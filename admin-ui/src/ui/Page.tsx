/** How a page begins: where one is, what it is, and what one can do; and the panels it is made of. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ChevronLeftIcon } from './icons';
import styles from './Page.module.css';
import { usePageTitle } from './usePageTitle';

interface HeadProperties {
  title: string;
  /** What stands beside the title, such as its state. */
  badge?: ReactNode;
  lead?: ReactNode;
  /** The page above. */
  back?: { to: string; label: string };
  children?: ReactNode;
}

export function PageHead({ title, badge, lead, back, children }: HeadProperties) {
  usePageTitle(title);
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        {back && (
          <Link to={back.to} className={styles.back}>
            <ChevronLeftIcon size={15} />
            {back.label}
          </Link>
        )}
        <div className={styles.line}>
          <h1 className={styles.title}>{title}</h1>
          {badge}
        </div>
        {lead && <div className={styles.lead}>{lead}</div>}
      </div>
      {children && <div className={styles.acts}>{children}</div>}
    </header>
  );
}

export function Panel({ busy, label, children }: { busy?: boolean; label?: string; children: ReactNode }) {
  return (
    <section className={styles.panel} aria-busy={busy} aria-label={label}>
      {children}
    </section>
  );
}

interface FactsProperties {
  facts: readonly (readonly [label: string, value: ReactNode])[];
  /** In a drawer, which has its own distance to the edge. */
  inDrawer?: boolean;
}

/** Facts by name, as a definition list. */
export function Facts({ facts, inDrawer }: FactsProperties) {
  return (
    <dl className={styles.facts} data-in-drawer={inDrawer}>
      {facts.map(([label, value]) => (
        <div key={label} className={styles.fact}>
          <dt>{label}</dt>
          <dd>{value || '—'}</dd>
        </div>
      ))}
    </dl>
  );
}
