/** How forms are laid out: sections with a name, two columns where there is room, buttons at the end. */
import type { FormEvent, ReactNode } from 'react';
import { useTexts } from '../i18n/Language';
import { Button } from '../ui/Button';
import { ProblemNotice } from '../ui/ProblemNotice';
import styles from './FormParts.module.css';
import type { Form } from './useForm';

export function Section({ title, lead, children }: { title?: string; lead?: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      {title && (
        <div className={styles.about}>
          <h2 className={styles.title}>{title}</h2>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
      )}
      <div className={styles.fields}>{children}</div>
    </section>
  );
}

/** A form on a page: its bar with the buttons comes when something was changed. */
export function PageForm<V>({ form, children, readOnly = false }: { form: Form<V>; children: ReactNode; readOnly?: boolean }) {
  const t = useTexts();
  return (
    <form className={styles.page} onSubmit={form.submit} noValidate>
      <fieldset disabled={readOnly} className={styles.all}>
        {children}
      </fieldset>
      {(form.dirty || form.problem) && (
        <div className={styles.bar} data-unsaved="true">
          <div className={styles.news}>
            {form.problem ? <ProblemNotice problem={form.problem} /> : <p className={styles.changed}>{t('unsaved-changes')}</p>}
          </div>
          <Button onClick={form.reset}>{t('discard')}</Button>
          <Button type="submit" look="primary" busy={form.busy}>
            {t('save')}
          </Button>
        </div>
      )}
    </form>
  );
}

/** The fields of a form in a drawer; its buttons stand in the drawer's foot. */
export function DrawerForm<V>({ id, form, children }: { id: string; form: Form<V>; children: ReactNode }) {
  const submit = (event: FormEvent) => form.submit(event);
  return (
    <form id={id} className={styles.drawer} onSubmit={submit} noValidate>
      <ProblemNotice problem={form.problem} />
      {children}
    </form>
  );
}

export function DrawerButtons({ form, id, cancel, label }: { form: { busy: boolean }; id: string; cancel: () => void; label: string }) {
  const t = useTexts();
  return (
    <>
      <Button onClick={cancel}>{t('cancel')}</Button>
      <Button type="submit" form={id} look="primary" busy={form.busy}>
        {label}
      </Button>
    </>
  );
}
