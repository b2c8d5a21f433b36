/** What the steps are made of: a card with its head and its ways on, or a form of that shape. */
import type { FormEvent, ReactNode } from 'react';
import type { ApiProblem } from '../../api/client';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { ProblemNotice } from '../../ui/ProblemNotice';
import styles from './SetupPage.module.css';

interface CardProperties {
  title: string;
  lead: string;
  children: ReactNode;
  foot: ReactNode;
}

function Inside({ title, lead, children, foot }: CardProperties) {
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.lead}>{lead}</p>
      </div>
      <div className={styles.body}>{children}</div>
      <div className={styles.foot}>{foot}</div>
    </>
  );
}

export function StepCard(card: CardProperties) {
  return (
    <section className={styles.card}>
      <Inside {...card} />
    </section>
  );
}

interface FormProperties extends Omit<CardProperties, 'foot'> {
  form: { submit: (event: FormEvent) => void; problem: ApiProblem | undefined; busy: boolean };
  /** What the button that sends it says. */
  act: string;
  skip: () => void;
}

export function StepForm({ form, act, skip, children, ...card }: FormProperties) {
  const next = (
    <Button type="submit" look="primary" busy={form.busy}>
      {act}
    </Button>
  );
  return (
    <form className={styles.card} onSubmit={form.submit} noValidate>
      <Inside {...card} foot={<Ways skip={skip} next={next} />}>
        <ProblemNotice problem={form.problem} />
        {children}
      </Inside>
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

/** On to the next step, unless it says otherwise. */
export function NextButton({ act, label }: { act: () => void; label?: string }) {
  const t = useTexts();
  return (
    <Button look="primary" onClick={act}>
      {label ?? t('start-next')}
    </Button>
  );
}
