/** A reseller: its name, and what its tenants may use together. */
import type { Quota, ResellerFacts } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { NumberField, TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { NO_QUOTA, type ResellerDraft, useResellerActs } from './useResellers';

const QUOTA: readonly (keyof Quota)[] = ['tenants', 'endpoints', 'concurrent_calls', 'storage_mb'];

export function ResellerDrawer({ reseller, close }: { reseller: ResellerFacts | undefined; close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const { create, change } = useResellerActs();
  const form = useForm<ResellerDraft, ResellerFacts>({
    initial: { name: reseller?.name ?? '', title: reseller?.title ?? '', quota: { ...NO_QUOTA, ...reseller?.quota } },
    schema: 'NewReseller',
    save: ({ name, title, quota }) => (reseller ? change(reseller.id, { title, quota }) : create({ name, title, quota })),
    saved: () => {
      tell({ text: t('saved') });
      close();
    },
  });
  return (
    <FormDrawer title={reseller ? reseller.title : t('resellers-new')} form={form} close={close} act={t(reseller ? 'save' : 'create')}>
      <TextField field={form.field('/title')} label={t('resellers-name')} hint={t('tenants-name-hint')} first />
      {!reseller && <TextField field={form.field('/name')} label={t('resellers-short-name')} hint={t('tenants-short-name-hint')} />}
      {QUOTA.map((name) => (
        <NumberField key={name} field={form.field(`/quota/${name}`)} label={t(`quota-${name.replaceAll('_', '-')}`)} placeholder={t('no-bound')} nullable />
      ))}
    </FormDrawer>
  );
}
