/** The dial plan: how long internal numbers are, and what is shown outside. */
import { PageForm, Section } from '../../forms/FormParts';
import { NumberField, TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonForm } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import { type DialPlan, useDialPlan, useRouteActs } from './useRoutes';

export function DialPlanForm({ readOnly }: { readOnly: boolean }) {
  const { data, error, refetch } = useDialPlan();
  if (error && !data) return <ProblemState problem={error} retry={() => void refetch()} />;
  return data ? <PlanForm plan={data} readOnly={readOnly} /> : <SkeletonForm />;
}

function PlanForm({ plan, readOnly }: { plan: DialPlan; readOnly: boolean }) {
  const t = useTexts();
  const tell = useTell();
  const { setPlan } = useRouteActs();
  const form = useForm<DialPlan, DialPlan>({
    initial: { main_number: null, ...plan },
    schema: 'DialPlan',
    save: setPlan,
    saved: () => tell({ text: t('saved') }),
  });
  return (
    <PageForm form={form} readOnly={readOnly}>
      <Section title={t('plan-tab')} lead={t('plan-lead')}>
        <NumberField field={form.field('/extension_digits')} label={t('plan-digits')} hint={t('plan-digits-hint')} />
        <TextField field={form.field('/main_number')} label={t('plan-main-number')} hint={t('plan-main-number-hint')} placeholder="+34910000000" type="tel" nullable />
      </Section>
    </PageForm>
  );
}
