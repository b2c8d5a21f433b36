/** One tenant as those above it see it: its facts, its limits, and whether it works. */
import { useParams } from 'react-router';
import { apiOf } from '../../api/client';
import { save } from '../../api/download';
import { useMay, usePlace } from '../../api/place';
import type { TenantFacts } from '../../api/types';
import { PageForm, Section } from '../../forms/FormParts';
import { TextField } from '../../forms/fields';
import { changes } from '../../forms/pointer';
import { CountryField, LanguageField, ZoneField } from '../../forms/standards';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Badge } from '../../ui/Badge';
import { Button, LinkButton } from '../../ui/Button';
import { DownloadIcon, EnterIcon } from '../../ui/icons';
import { PageHead } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonForm } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import { UsageBar } from '../usage/UsageBar';
import { LimitFields } from './LimitFields';
import { LifeNotice } from './Life';
import life from './Life.module.css';
import { NO_LIMITS } from './limits';
import { PlanField } from './PlanField';
import { TenantActs } from './TenantActs';
import { type TenantDraft, toneOf, useTenant, useTenantActs } from './useTenants';

export default function TenantPage() {
  const t = useTexts();
  const { id = '' } = useParams();
  const { path } = usePlace();
  const may = useMay();
  const { data: tenant, error, refetch } = useTenant(id);
  const { resume } = useTenantActs();
  if (error && !tenant) return <ProblemState page problem={error} retry={() => void refetch()} />;
  if (!tenant) return <SkeletonForm />;
  const writes = may('tenants.write');
  return (
    <>
      <PageHead
        title={tenant.title}
        back={{ to: path('/tenants'), label: t('tenants-title') }}
        badge={<Badge tone={toneOf(tenant.state)}>{t(`tenant-${tenant.state}`)}</Badge>}
        lead={t('tenants-address', { name: tenant.name })}
      >
        {may('blueprints.read') && <ExportButton tenant={tenant} />}
        {writes && tenant.kind === 'customer' && <TenantActs tenant={tenant} />}
        {(may('support_access.enter') || may('support_access.look')) && (
          <LinkButton look="primary" icon={EnterIcon} to={`/at/${tenant.id}`}>
            {t('tenants-enter')}
          </LinkButton>
        )}
      </PageHead>
      <LifeNotice living={tenant} resume={resume} writes={writes} />
      <Used tenant={tenant} />
      <TenantForm tenant={tenant} readOnly={!writes} />
    </>
  );
}

/** Its blueprint is written inside it. */
function ExportButton({ tenant: { id, name } }: { tenant: TenantFacts }) {
  const t = useTexts();
  const tell = useTell();
  const download = () => {
    const asking = apiOf(id).GET('/api/v1/blueprint', { parseAs: 'stream' });
    save(asking as Parameters<typeof save>[0], `${name}.toml`, () => undefined).catch((problem) => tell({ text: problemText(t, problem), tone: 'trouble' }));
  };
  return (
    <Button icon={DownloadIcon} onClick={download}>
      {t('tenants-export')}
    </Button>
  );
}

function Used({ tenant: { used, limits } }: { tenant: TenantFacts }) {
  const t = useTexts();
  return (
    <section className={life.usage} aria-label={t('usage-title')}>
      <UsageBar label={t('limit-users')} used={used?.users} most={limits.users} />
      <UsageBar label={t('limit-endpoints')} used={used?.endpoints} most={limits.endpoints} />
      <UsageBar label={t('limit-concurrent-calls')} used={used?.concurrent_calls} most={limits.concurrent_calls} more={t('usage-peak', { peak: used?.peak_calls ?? 0 })} />
    </section>
  );
}

type Draft = Omit<TenantDraft, 'name' | 'reseller' | 'domain' | 'plan'> & { domain: string; plan: string };

const draftOf = ({ title, domain, country, language, time_zone, limits, plan }: TenantFacts): Draft => ({
  title,
  domain: domain ?? '',
  country,
  language,
  time_zone,
  limits: { ...NO_LIMITS, ...limits },
  plan: plan?.id ?? '',
});

function TenantForm({ tenant, readOnly }: { tenant: TenantFacts; readOnly: boolean }) {
  const t = useTexts();
  const tell = useTell();
  const { change } = useTenantActs();
  const initial = draftOf(tenant);
  const form = useForm<Draft, TenantFacts>({
    initial,
    schema: 'NewTenant',
    save: (draft, start) => change(tenant.id, changes(start, draft)),
    saved: () => tell({ text: t('saved') }),
  });
  return (
    <PageForm form={form} readOnly={readOnly}>
      <Section title={t('tenants-part-who')}>
        <TextField field={form.field('/title')} label={t('tenants-name')} hint={t('tenants-name-hint')} />
        <TextField field={form.field('/domain')} label={t('tenants-domain')} hint={t('tenants-domain-hint')} />
      </Section>
      <Section title={t('tenants-part-region')} lead={t('tenants-part-region-lead')}>
        <CountryField field={form.field('/country')} label={t('tenants-country')} />
        <LanguageField field={form.field('/language')} label={t('tenants-language')} />
        <ZoneField field={form.field('/time_zone')} label={t('tenants-time-zone')} />
      </Section>
      <Section title={t('tenants-part-limits')} lead={t('tenants-part-limits-lead')}>
        <PlanField form={form} />
        <LimitFields form={form} />
      </Section>
    </PageForm>
  );
}
