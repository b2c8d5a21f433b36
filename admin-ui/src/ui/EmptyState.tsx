/** Says that there is nothing, why, and what one can do. */
import type { ReactNode } from 'react';
import { Button } from './Button';
import styles from './EmptyState.module.css';
import type { Picture } from './icons';

interface Properties {
  picture?: ReactNode;
  title: string;
  lead?: string;
  /** Whether it stands for the whole page. */
  page?: boolean;
  action?: { label: string; act: () => void; icon?: Picture };
}

export function EmptyState({ picture, title, lead, page = false, action }: Properties) {
  const Heading = page ? 'h1' : 'h2';
  return (
    <div className={styles.empty}>
      {picture}
      <Heading className={styles.title}>{title}</Heading>
      {lead && <p className={styles.lead}>{lead}</p>}
      {action && (
        <div className={styles.action}>
          <Button onClick={action.act} {...(action.icon ? { icon: action.icon } : {})}>
            {action.label}
          </Button>
        </div>
      )}
    </div>
  );
}
