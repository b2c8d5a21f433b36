/** What can be done with the ticked rows; it stands where the search was. */
import { useState } from 'react';
import { ApiProblem } from '../api/client';
import { useTexts } from '../i18n/Language';
import { problemText } from '../i18n/problem';
import styles from './BulkBar.module.css';
import { Button, IconButton } from './Button';
import { type Question, useConfirm } from './Confirm';
import { CloseIcon, type Picture } from './icons';
import type { Ticks } from './ticks';
import { useTell } from './Toasts';

export interface BulkAct<T> {
  key: string;
  label: string;
  icon?: Picture;
  /** Asked before. */
  ask?: (rows: readonly T[]) => Question;
  act: (rows: readonly T[]) => Promise<unknown>;
}

export function BulkBar<T>({ ticks, acts }: { ticks: Ticks<T>; acts: readonly BulkAct<T>[] }) {
  const t = useTexts();
  const tell = useTell();
  const confirm = useConfirm();
  const [running, setRunning] = useState('');
  const run = async ({ key, ask, act }: BulkAct<T>) => {
    const rows = ticks.ticked;
    if (ask && !(await confirm(ask(rows)))) return;
    setRunning(key);
    try {
      await act(rows);
      ticks.clear();
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      tell({ text: problemText(t, problem), tone: 'trouble' });
    } finally {
      setRunning('');
    }
  };
  return (
    <section className={styles.bar} aria-label={t('ticked-acts')}>
      <strong className={styles.count} aria-live="polite">
        {t('ticked', { count: ticks.ticked.length })}
      </strong>
      {acts.map((act) => (
        <Button key={act.key} size="small" busy={running === act.key} disabled={running !== ''} {...(act.icon ? { icon: act.icon } : {})} onClick={() => void run(act)}>
          {act.label}
        </Button>
      ))}
      <IconButton icon={CloseIcon} label={t('untick')} data-hint={t('untick')} data-side="edge" onClick={ticks.clear} />
    </section>
  );
}
