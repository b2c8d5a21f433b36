/** A plan: its name and limits. Its tenants follow a change at once. */
import type { Plan } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Button } from '../../ui/Button';
import { useConfirm } from '../../ui/Confirm';
import { TrashIcon } from '../../ui/icons';
import { useTell } from '../../ui/Toasts';
import { LimitFields } from '../tenants/LimitFields';
import { NO_LIMITS } from '../tenants/limits';
import { type PlanDraft, usePlanActs } from './usePlans';

export function PlanDrawer({ plan, close }: { plan: Plan | undefined; close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const { create, change } = usePlanActs();
  const form = useForm<PlanDraft, Plan>({
    initial: { name: plan?.name ?? '', title: plan?.title ?? '', limits: { ...NO_LIMITS, ...plan?.limits } },
    schema: 'NewPlan',
    save: ({ name, title, limits }) => (plan ? change(plan.id, { title, limits }) : create({ name, title, limits })),
    saved: () => {
      tell({ text: t('saved') });
      close();
    },
  });
  return (
    <FormDrawer title={plan ? plan.title : t('plans-new')} form={form} close={close} act={t(plan ? 'save' : 'create')}>
      <TextField field={form.field('/title')} label={t('tenants-name')} hint={t('plans-name-hint')} first />
      {!plan && <TextField field={form.field('/name')} label={t('tenants-short-name')} hint={t('tenants-short-name-hint')} />}
      <LimitFields form={form} />
      {plan && <Remove plan={plan} close={close} />}
    </FormDrawer>
  );
}

function Remove({ plan, close }: { plan: Plan; close: () => void }) {
  const t = useTexts();
  const ask = useConfirm();
  const tell = useTell();
  const { remove } = usePlanActs();
  const act = async () => {
    if (!(await ask({ title: t('plans-delete-title', { title: plan.title }), lead: t('plans-delete-lead'), act: t('delete'), danger: true }))) return;
    remove(plan.id).then(close, (problem) => tell({ text: problemText(t, problem), tone: 'trouble' }));
  };
  return (
    <div>
      <Button icon={TrashIcon} onClick={() => void act()}>
        {t('plans-delete')}
      </Button>
    </div>
  );
}
