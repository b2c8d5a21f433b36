/** What the steps are made of: a card with its head and its ways on. */
import type { FormEventHandler, ReactNode } from 'react';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import styles from './SetupPage.module.css';

interface CardProperties {
  title: string;
  lead: string;
  children: ReactNode;
  foot: ReactNode;
  /** Where the step is a form. */
  submit?: FormEventHandler;
}

export function StepCard({ title, lead, children, foot, submit }: CardProperties) {
  const inside = (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.lead}>{lead}</p>
      </div>
      <div className={styles.body}>{children}</div>
      <div className={styles.foot}>{foot}</div>
    </>
  );
  if (!submit) return <section className={styles.card}>{inside}</section>;
  return (
    <form className={styles.card} onSubmit={submit} noValidate>
      {inside}
    </form>
  );
}

interface WaysProperties {
  skip?: () => void;
  next: ReactNode;
}

export function Ways({ skip, next }: WaysProperties) {
  const t = useTexts();
  return (
    <>
      {skip && (
        <Button look="quiet" onClick={skip}>
          {t('start-later')}
        </Button>
      )}
      {next}
    </>
  );
}
