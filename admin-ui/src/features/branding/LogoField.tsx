/** A logo: chosen or dropped, cleaned by the server before it is shown, taken away again. */
import { type DragEvent, useRef, useState } from 'react';
import type { ApiProblem } from '../../api/client';
import type { LogoFacts } from '../../api/types';
import { Field } from '../../forms/Field';
import type { FieldState } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Button } from '../../ui/Button';
import styles from './LogoField.module.css';
import { useBrandingActs } from './useBranding';

const TYPES = 'image/svg+xml,image/png,image/webp,image/jpeg';

interface Properties {
  field: FieldState;
  label: string;
  /** The logo that holds as long as nothing is chosen. */
  shown: LogoFacts | null | undefined;
  preview: 'light' | 'dark';
}

export function LogoField({ field, label, shown, preview }: Properties) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const { take, busy, removed, problem } = useTaking(field);
  const own = typeof field.value === 'string' ? field.value : undefined;
  const source = own?.startsWith('data:') ? own : own ? `/api/v1/brand/logos/${own}` : shown?.path;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  return (
    <Field id={field.id} label={label} hint={t('branding-logo-hint')} error={problem ? problemText(t, problem) : field.error}>
      <div className={styles.zone} data-preview={preview} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        {source ? <img className={styles.logo} src={source} alt={label} data-inherited={!own} /> : <span className={styles.none}>{t('branding-logo-none')}</span>}
      </div>
      <div className={styles.acts}>
        <Button id={field.id} size="small" busy={busy} onClick={() => input.current?.click()}>
          {t('branding-logo-choose')}
        </Button>
        {own && (
          <Button size="small" look="quiet" onClick={() => field.set(null)}>
            {t('branding-logo-remove')}
          </Button>
        )}
        <input
          ref={input}
          type="file"
          accept={TYPES}
          hidden
          onChange={({ currentTarget }) => {
            take(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
      </div>
      <div aria-live="polite">{removed.length > 0 && <p className={styles.removed}>{t('branding-logo-cleaned', { names: removed.join(', ') })}</p>}</div>
    </Field>
  );
}

function useTaking(field: FieldState) {
  const { tryLogo } = useBrandingActs();
  const [busy, setBusy] = useState(false);
  const [removed, setRemoved] = useState<string[]>([]);
  const [problem, setProblem] = useState<ApiProblem>();
  const take = (file: File | undefined) => {
    if (!file || busy) return;
    setBusy(true);
    setProblem(undefined);
    setRemoved([]);
    dataOf(file)
      .then(tryLogo)
      .then(({ logo }) => {
        field.set(logo?.data ?? null);
        setRemoved(logo?.removed ?? []);
      }, setProblem)
      .finally(() => setBusy(false));
  };
  return { take, busy, removed, problem };
}

function dataOf(file: File): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
