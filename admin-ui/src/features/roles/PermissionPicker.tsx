/** What a role may do, by area, each with what it allows; what the person does not hold cannot be given. */
import { useId } from 'react';
import type { FieldState } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import styles from './PermissionPicker.module.css';
import { areasOf, permissionHint, permissionText, ticked } from './permissions';
import type { Permission } from './useRoles';

interface Properties {
  permissions: readonly Permission[];
  field: FieldState;
  readOnly: boolean;
}

export function PermissionPicker({ permissions, field, readOnly }: Properties) {
  const t = useTexts();
  const id = useId();
  const chosen = Array.isArray(field.value) ? field.value.map(String) : [];
  const known = permissions.map(({ name }) => name);
  // A role of staff holds such as no tenant's role can.
  const all = [...known, ...chosen.filter((name) => !known.includes(name))];
  const held = new Set(permissions.flatMap(({ name, held: own }) => (own ? [name] : [])));
  const shown = readOnly ? all.filter((name) => chosen.includes(name)) : all;
  return (
    <div className={styles.areas}>
      {field.error && (
        <p className={styles.error} role="alert">
          {field.error}
        </p>
      )}
      {areasOf(shown).map(({ area, names }) => (
        <fieldset key={area} className={styles.area}>
          <legend className={styles.legend}>{t(`area-${area}`)}</legend>
          {names.map((name) => {
            const lacks = !readOnly && !held.has(name);
            const control = `${id}-${name}`;
            return (
              <div key={name} className={styles.item}>
                <input
                  id={control}
                  type="checkbox"
                  checked={chosen.includes(name)}
                  disabled={readOnly || lacks}
                  aria-describedby={`${control}-hint`}
                  onChange={({ currentTarget }) => field.set(ticked(all, chosen, name, currentTarget.checked))}
                />
                <label htmlFor={control} className={styles.name}>
                  {permissionText(t, name)}
                </label>
                <p id={`${control}-hint`} className={styles.hint}>
                  {permissionHint(t, name)}
                  {lacks && <span className={styles.lacks}> {t('roles-lacking')}</span>}
                </p>
              </div>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}
