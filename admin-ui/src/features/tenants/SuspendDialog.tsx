/** Suspending: what it means, and the reason that its people will read. */
import { type FormEvent, useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { Field, tied } from '../../forms/Field';
import field from '../../forms/Field.module.css';
import form from '../../forms/FormParts.module.css';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { ProblemNotice } from '../../ui/ProblemNotice';
import styles from './Life.module.css';

interface Properties {
  title: string;
  /** What it means, point by point. */
  means: readonly string[];
  suspend: (reason: string) => Promise<unknown>;
  close: () => void;
}

export function SuspendDialog({ title, means, suspend, close }: Properties) {
  const t = useTexts();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const hint = t('tenants-reason-hint');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    suspend(reason)
      .then(close, setProblem)
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      opened
      close={close}
      title={t('tenants-suspend-title', { title })}
      foot={
        <>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="submit" form="suspend" look="danger" busy={busy}>
            {t('tenants-suspend')}
          </Button>
        </>
      }
    >
      <form id="suspend" className={form.drawer} onSubmit={submit}>
        <ProblemNotice problem={problem} />
        <ul className={styles.means}>
          {means.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <Field id="suspend-reason" label={t('tenants-reason')} hint={hint}>
          <textarea {...tied('suspend-reason', hint, undefined, false)} className={field.control} rows={3} maxLength={500} data-first value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
