/** The plan of a tenant: taking one puts its limits into the fields; what is changed there afterwards is the tenant's own. */
import { SelectField } from '../../forms/fields';
import type { Form } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { usePlans } from '../plans/usePlans';
import { NO_LIMITS } from './limits';

export function PlanField<V>({ form }: { form: Form<V> }) {
  const t = useTexts();
  const plans = usePlans();
  const field = form.field('/plan');
  if (plans.length === 0) return null;
  const take = (id: unknown) => {
    field.set(id);
    const plan = plans.find((known) => known.id === id);
    if (plan) form.set('/limits', { ...NO_LIMITS, ...plan.limits });
  };
  const options = plans.map(({ id, title }) => ({ value: id, label: title }));
  return <SelectField field={{ ...field, set: take }} label={t('tenants-plan')} hint={t('tenants-plan-hint')} empty={t('tenants-plan-none')} options={options} wide />;
}
