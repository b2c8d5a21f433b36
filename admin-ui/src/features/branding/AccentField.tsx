/** The accent: picked from the browser's own palette or typed, and said where it cannot be read as it is. */
import { Field, tied } from '../../forms/Field';
import control from '../../forms/Field.module.css';
import type { FieldState } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import styles from './AccentField.module.css';
import { isColour, useTones } from './useBranding';

const PRODUCT_ACCENT = '#0a7078';

export function AccentField({ field, inherited }: { field: FieldState; inherited: string | undefined }) {
  const t = useTexts();
  const value = String(field.value ?? '');
  const usual = inherited ?? PRODUCT_ACCENT;
  const set = (text: string) => field.set(text.trim() === '' ? null : text.trim());
  return (
    <Field id={field.id} label={t('branding-accent')} error={field.error}>
      <div className={styles.line}>
        <input type="color" className={styles.swatch} aria-label={t('branding-accent-pick')} value={isColour(value) ? value : usual} onChange={({ currentTarget }) => set(currentTarget.value)} />
        <input
          {...tied(field.id, undefined, field.error, false)}
          className={control.control}
          placeholder={usual}
          spellCheck={false}
          autoComplete="off"
          value={value}
          onChange={({ currentTarget }) => set(currentTarget.value)}
          onBlur={field.leave}
        />
      </div>
      <Corrected accent={isColour(value) ? value : null} />
    </Field>
  );
}

/** Which appearance shows another colour than was chosen, and which one. */
function Corrected({ accent }: { accent: string | null }) {
  const t = useTexts();
  const tones = useTones(accent);
  const corrected = (['light', 'dark'] as const).filter((scheme) => tones?.[scheme].corrected);
  return (
    <div aria-live="polite">
      {corrected.map((scheme) => (
        <p key={scheme} className={styles.corrected}>
          <span className={styles.dot} style={{ background: tones?.[scheme].accent }} aria-hidden="true" />
          {t(`branding-corrected-${scheme}`, { colour: tones?.[scheme].accent ?? '' })}
        </p>
      ))}
    </div>
  );
}
