/** Deleting: when it will be gone for good, and its name typed by hand. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { Field, tied } from '../../forms/Field';
import field from '../../forms/Field.module.css';
import form from '../../forms/FormParts.module.css';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { ProblemNotice } from '../../ui/ProblemNotice';
import styles from './Life.module.css';

const GRACE_MS = 30 * 24 * 3600 * 1000;

interface Properties {
  title: string;
  /** What has to be typed. */
  name: string;
  means: readonly string[];
  children?: ReactNode;
  /** What else has to be agreed to. */
  ready?: boolean;
  remove: () => Promise<unknown>;
  close: () => void;
}

export function DeleteDialog({ title, name, means, children, ready = true, remove, close }: Properties) {
  const t = useTexts();
  const { date } = useFormats();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const sure = typed.trim() === name && ready;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || !sure) return;
    setBusy(true);
    remove()
      .then(close, setProblem)
      .finally(() => setBusy(false));
  };
  const gone = date(new Date(Date.now() + GRACE_MS).toISOString());
  return (
    <Dialog
      opened
      close={close}
      title={t('tenants-delete-title', { title })}
      foot={
        <>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="submit" form="delete" look="danger" busy={busy} disabled={!sure}>
            {t('tenants-delete')}
          </Button>
        </>
      }
    >
      <form id="delete" className={form.drawer} onSubmit={submit}>
        <ProblemNotice problem={problem} />
        <ul className={styles.means}>
          {[...means, t('tenants-gone-on', { date: gone })].map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        {children}
        <Field id="delete-name" label={t('tenants-type-name', { name })}>
          <input {...tied('delete-name', undefined, undefined, true)} className={field.control} autoComplete="off" spellCheck={false} data-first value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
