/** How far access goes, and for how long. */
import type { AccessLevel } from '../../api/types';
import { Field } from '../../forms/Field';
import fields from '../../forms/Field.module.css';
import type { Form } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { HOURS, lastingText, LEVELS } from './useSupport';

interface Values {
  access: AccessLevel;
  hours: number;
}

export function GrantFields<V extends Values>({ form, most = 'change' }: { form: Form<V>; most?: AccessLevel }) {
  const t = useTexts();
  const { access, hours } = form.values;
  const levels = most === 'change' ? LEVELS : LEVELS.filter((level) => level === 'see');
  return (
    <>
      <Field id="support-level" label={t('support-level')} hint={t(`support-level-${access}-hint`)}>
        <select
          id="support-level"
          className={fields.control}
          aria-describedby="support-level-hint"
          value={access}
          onChange={({ currentTarget }) => form.set('/access', currentTarget.value)}
        >
          {levels.map((level) => (
            <option key={level} value={level}>
              {t(`support-level-${level}`)}
            </option>
          ))}
        </select>
      </Field>
      <Field id="support-time" label={t('support-time')} hint={t('support-time-hint')}>
        <select
          id="support-time"
          className={fields.control}
          aria-describedby="support-time-hint"
          value={hours}
          onChange={({ currentTarget }) => form.set('/hours', Number(currentTarget.value))}
        >
          {HOURS.map((value) => (
            <option key={value} value={value}>
              {lastingText(t, value)}
            </option>
          ))}
        </select>
      </Field>
    </>
  );
}
