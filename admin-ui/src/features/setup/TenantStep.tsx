/** The first tenant: a company with a SIP domain, its region, and how long its internal numbers are. */
import { answered, apiOf } from '../../api/client';
import { useMe } from '../../api/session';
import type { TenantFacts } from '../../api/types';
import { NumberField, TextField } from '../../forms/fields';
import { CountryField, LanguageField, ZoneField } from '../../forms/standards';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { Facts } from '../../ui/Page';
import { NO_LIMITS } from '../tenants/limits';
import { useTenant, useTenantActs } from '../tenants/useTenants';
import { NextButton, StepCard, StepForm, Ways } from './Parts';
import { useProposedName } from './ResellerStep';
import { type StepProperties, useSkip } from './SetupPage';
import styles from './SetupPage.module.css';
import { useSetupActs } from './useSetup';

const USUAL_DIGITS = 4;

interface Draft {
  title: string;
  name: string;
  domain: string;
  country: string;
  language: string;
  time_zone: string;
  digits: number | string;
}

export function TenantStep({ progress, go }: StepProperties) {
  const skip = useSkip('tenant', 'phones', go);
  if (progress.tenant_id) return <Made id={progress.tenant_id} done={() => go('phones')} />;
  if (!progress.reseller_id) return <Nobodys back={() => go('reseller')} skip={skip} />;
  return <NewTenant reseller={progress.reseller_id} skip={skip} done={() => go('phones')} />;
}

function Made({ id, done }: { id: string; done: () => void }) {
  const t = useTexts();
  const { data } = useTenant(id);
  return (
    <StepCard title={t('start-tenant-title')} lead={t('start-tenant-made', { title: data?.title ?? '' })} foot={<Ways next={<NextButton act={done} />} />}>
      <div className={styles.flat}>
        <Facts
          facts={[
            [t('tenants-name'), data?.title],
            [t('tenants-short-name'), data?.name],
            [t('tenants-domain'), data?.domain],
            [t('tenants-time-zone'), data?.time_zone],
          ]}
        />
      </div>
    </StepCard>
  );
}

/** Without a reseller there is nobody for it to belong to. */
function Nobodys({ back, skip }: { back: () => void; skip: () => void }) {
  const t = useTexts();
  return (
    <StepCard
      title={t('start-tenant-title')}
      lead={t('start-tenant-nobodys')}
      foot={<Ways skip={skip} next={<NextButton act={back} label={t('start-tenant-to-reseller')} />} />}
    >
      <p className={styles.words}>{t('start-reseller-lead')}</p>
    </StepCard>
  );
}

function NewTenant({ reseller, skip, done }: { reseller: string; skip: () => void; done: () => void }) {
  const t = useTexts();
  const me = useMe().data;
  const { create } = useTenantActs();
  const { note } = useSetupActs();
  const form = useForm<Draft, TenantFacts>({
    initial: {
      title: '',
      name: '',
      domain: '',
      country: new Intl.Locale(navigator.language).maximize().region ?? '',
      language: me?.user.language || (me?.home.language ?? ''),
      time_zone: me?.user.time_zone || Intl.DateTimeFormat().resolvedOptions().timeZone,
      digits: USUAL_DIGITS,
    },
    schema: 'NewTenant',
    save: async ({ digits, domain, ...facts }) => {
      const tenant = await create({ ...facts, domain: domain || `${facts.name}.internal`, limits: NO_LIMITS, plan: null, reseller });
      await note({ tenant: 'done', tenant_id: tenant.id });
      const extension_digits = Number(digits);
      if (extension_digits !== USUAL_DIGITS) await answered(apiOf(tenant.id).PUT('/api/v1/dial-plan', { body: { extension_digits, main_number: null } }));
      return tenant;
    },
    saved: done,
    check: ({ digits }, say) => {
      const fits = typeof digits === 'number' && digits >= 2 && digits <= 8;
      return { '/digits': fits ? undefined : say('rule-between', { least: 2, most: 8 }) };
    },
  });
  useProposedName(form);
  const domain = form.values.name ? `${form.values.name}.internal` : '';
  return (
    <StepForm
      title={t('start-tenant-title')}
      lead={t('start-tenant-lead')}
      form={form}
      act={t('start-tenant-create')}
      skip={skip}
    >
      <div className={styles.fields}>
        <TextField field={form.field('/title')} label={t('tenants-name')} hint={t('tenants-name-hint')} first />
        <TextField field={form.field('/name')} label={t('tenants-short-name')} hint={t('tenants-short-name-hint')} />
        <TextField field={form.field('/domain')} label={t('tenants-domain')} hint={t('start-domain-hint')} placeholder={domain} />
        <NumberField field={form.field('/digits')} label={t('start-digits')} hint={t('start-digits-hint')} />
        <CountryField field={form.field('/country')} label={t('tenants-country')} />
        <LanguageField field={form.field('/language')} label={t('tenants-language')} />
        <ZoneField field={form.field('/time_zone')} label={t('tenants-time-zone')} />
      </div>
    </StepForm>
  );
}
