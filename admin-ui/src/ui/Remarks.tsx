/** Things that were seen, each with how well it stands and what to do about it. */
import type { ReactNode } from 'react';
import { useTexts } from '../i18n/Language';
import { CheckIcon, NoteIcon, WarningIcon } from './icons';
import styles from './Remarks.module.css';

export type Level = 'good' | 'note' | 'doubtful' | 'bad';

export function Remarks({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles.remarks} aria-label={label}>
      {children}
    </ul>
  );
}

export function Remark({ level, advice, children }: { level: Level; advice?: string | undefined; children: ReactNode }) {
  const t = useTexts();
  return (
    <li className={styles.remark} data-level={level}>
      <span className={styles.light} aria-hidden="true">
        <Picture level={level} />
      </span>
      <div>
        <p className={styles.seen}>
          <span className="visually-hidden">{t(`level-${level}`)}: </span>
          {children}
        </p>
        {advice && <p className={styles.advice}>{advice}</p>}
      </div>
    </li>
  );
}

function Picture({ level }: { level: Level }) {
  if (level === 'good') return <CheckIcon size={14} />;
  return level === 'note' ? <NoteIcon size={14} /> : <WarningIcon size={14} />;
}
