/** A new tenant, within the reseller's quota. */
import { useMe } from '../../api/session';
import type { TenantFacts } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { SelectField, TextField } from '../../forms/fields';
import { CountryField, LanguageField, ZoneField } from '../../forms/standards';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { useResellerNames } from '../resellers/useResellers';
import { LimitFields } from './LimitFields';
import { NO_LIMITS } from './limits';
import styles from './NewTenantDrawer.module.css';
import { PlanField } from './PlanField';
import { type TenantDraft, useTenantActs } from './useTenants';

export function NewTenantDrawer({ close, created }: { close: () => void; created: (tenant: TenantFacts) => void }) {
  const t = useTexts();
  const tell = useTell();
  const home = useMe().data?.home;
  const resellers = useResellerNames();
  const { create } = useTenantActs();
  const form = useForm<TenantDraft, TenantFacts>({
    initial: {
      name: '',
      title: '',
      domain: null,
      country: home?.country ?? '',
      language: home?.language ?? '',
      time_zone: home?.time_zone ?? '',
      limits: NO_LIMITS,
      reseller: null,
      plan: null,
    },
    schema: 'NewTenant',
    save: create,
    saved: (tenant) => {
      tell({ text: t('tenants-created-text', { title: tenant.title }) });
      created(tenant);
    },
    // The operator says whose it becomes; a reseller's are its own.
    check: ({ reseller }) => ({ '/reseller': resellers && !reseller ? t('rule-required') : undefined }),
  });
  return (
    <FormDrawer title={t('tenants-new')} form={form} close={close} act={t('create')}>
      <TextField field={form.field('/title')} label={t('tenants-name')} hint={t('tenants-name-hint')} first />
      <TextField field={form.field('/name')} label={t('tenants-short-name')} hint={t('tenants-short-name-hint')} />
      {resellers && (
        <SelectField field={form.field('/reseller')} label={t('tenants-reseller')} empty={t('choose')} options={[...resellers].map(([value, label]) => ({ value, label }))} />
      )}
      <TextField field={form.field('/domain')} label={t('tenants-domain')} hint={t('tenants-domain-hint')} placeholder="acme.example" nullable />
      <CountryField field={form.field('/country')} label={t('tenants-country')} />
      <LanguageField field={form.field('/language')} label={t('tenants-language')} />
      <ZoneField field={form.field('/time_zone')} label={t('tenants-time-zone')} />
      <h3 className={styles.part}>{t('tenants-part-limits')}</h3>
      <PlanField form={form} />
      <div className={styles.limits}>
        <LimitFields form={form} />
      </div>
    </FormDrawer>
  );
}
