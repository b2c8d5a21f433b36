/** What a tenant may use; empty is without limit. */
import { NumberField } from '../../forms/fields';
import type { Form } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { LIMITS } from './limits';

export function LimitFields<V>({ form }: { form: Form<V> }) {
  const t = useTexts();
  return LIMITS.map((name) => (
    <NumberField key={name} field={form.field(`/limits/${name}`)} label={t(`limit-${name.replaceAll('_', '-')}`)} placeholder={t('no-bound')} nullable />
  ));
}
