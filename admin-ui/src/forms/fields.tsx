/** Controls bound to a form's fields. */
import { type HTMLInputTypeAttribute, useState } from 'react';
import { useTexts } from '../i18n/Language';
import { IconButton } from '../ui/Button';
import { EyeIcon, EyeOffIcon } from '../ui/icons';
import { Field, tied } from './Field';
import styles from './Field.module.css';
import type { FieldState } from './useForm';

interface Common {
  field: FieldState;
  label: string;
  hint?: string;
  wide?: boolean;
  disabled?: boolean;
}

type TextProperties = Common & {
  type?: HTMLInputTypeAttribute;
  placeholder?: string;
  autoComplete?: string;
  /** Gets the focus when the form opens. */
  first?: boolean;
  /** Empty is sent as null. */
  nullable?: boolean;
};

const shown = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
const around = ({ field, label, hint, wide }: Common) => ({ id: field.id, label, hint, error: field.error, required: field.required, wide: wide ?? false });
const ties = ({ field, hint }: Common) => tied(field.id, hint, field.error, field.required);

export function TextField(properties: TextProperties) {
  const { field, type = 'text', placeholder, autoComplete = 'off', first = false, nullable = false, disabled } = properties;
  return (
    <Field {...around(properties)}>
      <input
        {...ties(properties)}
        className={styles.control}
        type={type}
        placeholder={placeholder}
        autoComplete={autoComplete}
        spellCheck={false}
        disabled={disabled}
        data-first={first || undefined}
        value={shown(field.value)}
        onChange={({ currentTarget: { value } }) => field.set(nullable && value === '' ? null : value)}
        onBlur={field.leave}
      />
    </Field>
  );
}

export function PasswordField(properties: TextProperties) {
  const t = useTexts();
  const { field, autoComplete = 'new-password', first = false, nullable = false } = properties;
  const [seen, setSeen] = useState(false);
  return (
    <Field {...around(properties)}>
      <div className={styles.with}>
        <input
          {...ties(properties)}
          className={styles.control}
          type={seen ? 'text' : 'password'}
          autoComplete={autoComplete}
          spellCheck={false}
          data-first={first || undefined}
          value={shown(field.value)}
          onChange={({ currentTarget: { value } }) => field.set(nullable && value === '' ? null : value)}
          onBlur={field.leave}
        />
        <IconButton icon={seen ? EyeOffIcon : EyeIcon} label={t('show-secret')} data-side="left" aria-pressed={seen} onClick={() => setSeen(!seen)} />
      </div>
    </Field>
  );
}

export function NumberField(properties: TextProperties & { suffix?: string }) {
  const { field, suffix, placeholder, disabled, nullable = false } = properties;
  return (
    <Field {...around(properties)}>
      <div className={styles.suffixed}>
        <input
          {...ties(properties)}
          className={`${styles.control} ${styles.figure}`}
          inputMode="numeric"
          autoComplete="off"
          placeholder={placeholder}
          disabled={disabled}
          value={shown(field.value)}
          onChange={({ currentTarget: { value } }) => field.set(figure(value, nullable))}
          onBlur={field.leave}
        />
        {suffix && <span className={styles.suffix}>{suffix}</span>}
      </div>
    </Field>
  );
}

/** What is no figure stays as it was typed, and the rules say so. */
function figure(text: string, nullable: boolean): number | string | null {
  const trimmed = text.trim();
  if (trimmed === '') return nullable ? null : '';
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : trimmed;
}

export interface Option {
  value: string;
  label: string;
}

export function SelectField(properties: Common & { options: readonly Option[]; empty?: string }) {
  const { field, options, empty, disabled } = properties;
  return (
    <Field {...around(properties)}>
      <select
        {...ties(properties)}
        className={styles.control}
        disabled={disabled}
        value={shown(field.value)}
        onChange={({ currentTarget: { value } }) => field.set(value)}
        onBlur={field.leave}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function SwitchField({ field, label, hint, wide = false, disabled }: Common) {
  return (
    <div className={styles.switch} data-wide={wide}>
      <input
        {...tied(field.id, hint, field.error, false)}
        type="checkbox"
        role="switch"
        disabled={disabled}
        checked={field.value === true}
        onChange={({ currentTarget: { checked } }) => field.set(checked)}
      />
      <label htmlFor={field.id}>{label}</label>
      {hint && (
        <p id={`${field.id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** One entry on each line. */
export function LinesField(properties: Common & { placeholder?: string }) {
  const { field, placeholder } = properties;
  const lines = Array.isArray(field.value) ? field.value.join('\n') : '';
  return (
    <Field {...around(properties)}>
      <textarea
        {...ties(properties)}
        className={styles.control}
        rows={3}
        placeholder={placeholder}
        spellCheck={false}
        value={lines}
        onChange={({ currentTarget: { value } }) => field.set(value === '' ? [] : value.split('\n'))}
        onBlur={() => {
          field.set(lines.split('\n').map((line) => line.trim()).filter(Boolean));
          field.leave();
        }}
      />
    </Field>
  );
}
