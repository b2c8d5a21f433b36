/** A text of several lines. */
import { Field, tied } from '../../forms/Field';
import styles from '../../forms/Field.module.css';
import type { FieldState } from '../../forms/useForm';

export function TextBox({ field, label, placeholder }: { field: FieldState; label: string; placeholder: string }) {
  return (
    <Field id={field.id} label={label} error={field.error} wide>
      <textarea
        {...tied(field.id, undefined, field.error, false)}
        className={styles.control}
        rows={3}
        placeholder={placeholder}
        value={String(field.value ?? '')}
        onChange={({ currentTarget: { value } }) => field.set(value === '' ? null : value)}
        onBlur={field.leave}
      />
    </Field>
  );
}
