/** What stands around every control: its name, what it does, and what is wrong with it. */
import type { ReactNode } from 'react';
import styles from './Field.module.css';

interface Properties {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  required?: boolean;
  /** Takes the whole width of a form of two columns. */
  wide?: boolean;
  children: ReactNode;
}

export function Field({ id, label, hint, error, required = false, wide = false, children }: Properties) {
  return (
    <div className={styles.field} data-wide={wide}>
      <label htmlFor={id} className={styles.label} data-required={required}>
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      <p id={`${id}-error`} className={styles.error} aria-live="polite">
        {error}
      </p>
    </div>
  );
}

/** What ties a control to the words around it. */
export function tied(id: string, hint: string | undefined, error: string | undefined, required: boolean) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-required': required || undefined,
  } as const;
}
