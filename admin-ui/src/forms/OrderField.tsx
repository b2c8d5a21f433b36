/** Some of a few, in an order of one's own: the first one counts first. */
import { useTexts } from '../i18n/Language';
import { IconButton } from '../ui/Button';
import { ArrowDownIcon, ArrowUpIcon } from '../ui/icons';
import styles from './Field.module.css';
import type { Option } from './fields';
import order from './OrderField.module.css';
import type { FieldState } from './useForm';

interface Properties {
  field: FieldState;
  label: string;
  hint: string;
  options: readonly Option[];
}

export function OrderField({ field: { id, value, set, error, required }, label, hint, options }: Properties) {
  const t = useTexts();
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  const known = (one: string) => options.find((option) => option.value === one) ?? { value: one, label: one };
  const shown = [...chosen.map(known), ...options.filter((option) => !chosen.includes(option.value))];
  const toggle = (one: string) => set(chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one]);
  const move = (place: number, by: number) => {
    const [one, other] = [chosen[place], chosen[place + by]];
    if (one !== undefined && other !== undefined) set(chosen.with(place, other).with(place + by, one));
  };
  return (
    <fieldset className={order.field}>
      <legend className={styles.label} data-required={required}>
        {label}
      </legend>
      <p className={styles.hint}>{hint}</p>
      <ol className={order.list}>
        {shown.map((option, place) => (
          <li key={option.value} className={order.entry}>
            <label className={order.name}>
              <input id={place === 0 ? id : undefined} type="checkbox" checked={chosen.includes(option.value)} onChange={() => toggle(option.value)} />
              {option.label}
            </label>
            <Move up disabled={place === 0 || place >= chosen.length} act={() => move(place, -1)} label={t('move-up', { name: option.label })} hint={t('move-up-short')} />
            <Move disabled={place >= chosen.length - 1} act={() => move(place, 1)} label={t('move-down', { name: option.label })} hint={t('move-down-short')} />
          </li>
        ))}
      </ol>
      <p className={styles.error} aria-live="polite">
        {error}
      </p>
    </fieldset>
  );
}

function Move({ up = false, disabled, act, label, hint }: { up?: boolean; disabled: boolean; act: () => void; label: string; hint: string }) {
  return <IconButton icon={up ? ArrowUpIcon : ArrowDownIcon} label={label} data-hint={hint} data-side="left" disabled={disabled} onClick={act} />;
}
