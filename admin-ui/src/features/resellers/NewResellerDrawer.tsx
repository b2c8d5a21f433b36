/** A new reseller: its name, and what its tenants may use together. */
import type { ResellerFacts } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { NumberField, TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { NO_QUOTA, QUOTA } from './quota';
import { type ResellerDraft, useResellerActs } from './useResellers';

export function NewResellerDrawer({ close, created }: { close: () => void; created: (reseller: ResellerFacts) => void }) {
  const t = useTexts();
  const { create } = useResellerActs();
  const form = useForm<ResellerDraft, ResellerFacts>({ initial: { name: '', title: '', quota: NO_QUOTA }, schema: 'NewReseller', save: create, saved: created });
  return (
    <FormDrawer title={t('resellers-new')} form={form} close={close} act={t('create')}>
      <TextField field={form.field('/title')} label={t('resellers-name')} hint={t('tenants-name-hint')} first />
      <TextField field={form.field('/name')} label={t('resellers-short-name')} hint={t('tenants-short-name-hint')} />
      {QUOTA.map((name) => (
        <NumberField key={name} field={form.field(`/quota/${name}`)} label={t(`quota-${name.replaceAll('_', '-')}`)} placeholder={t('no-bound')} nullable />
      ))}
    </FormDrawer>
  );
}
