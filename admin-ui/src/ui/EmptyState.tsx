/** Says that there is nothing, why, and what one can do. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

interface Properties {
  picture?: ReactNode;
  title: string;
  lead?: string;
  action?: { label: string; act: () => void };
}

export function EmptyState({ picture, title, lead, action }: Properties) {
  return (
    <div className={styles.empty}>
      {picture}
      <h2 className={styles.title}>{title}</h2>
      {lead && <p className={styles.lead}>{lead}</p>}
      {action && (
        <Button variant="default" size="sm" mt="md" onClick={action.act}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
