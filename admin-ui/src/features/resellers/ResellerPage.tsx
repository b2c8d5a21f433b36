/** One reseller: its quota and what is used of it, its brand and tenants, and whether it works. */
import { useParams } from 'react-router';
import { useMay, usePlace } from '../../api/place';
import type { Quota, ResellerFacts } from '../../api/types';
import { PageForm, Section } from '../../forms/FormParts';
import { NumberField, TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Badge } from '../../ui/Badge';
import { LinkButton } from '../../ui/Button';
import { BrandIcon, TenantsIcon, UsersIcon } from '../../ui/icons';
import { PageHead } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonForm } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import { LifeNotice } from '../tenants/Life';
import life from '../tenants/Life.module.css';
import { toneOf } from '../tenants/useTenants';
import { UsageBar } from '../usage/UsageBar';
import { QUOTA, NO_QUOTA } from './quota';
import { ResellerActs } from './ResellerActs';
import { type ResellerDraft, useReseller, useResellerActs } from './useResellers';

export default function ResellerPage() {
  const t = useTexts();
  const { id = '' } = useParams();
  const { path } = usePlace();
  const writes = useMay()('resellers.write');
  const { data: reseller, error, refetch } = useReseller(id);
  const { resume } = useResellerActs();
  if (error && !reseller) return <ProblemState page problem={error} retry={() => void refetch()} />;
  if (!reseller) return <SkeletonForm />;
  return (
    <>
      <PageHead
        title={reseller.title}
        back={{ to: path('/resellers'), label: t('resellers-title') }}
        badge={<Badge tone={toneOf(reseller.state)}>{t(`tenant-${reseller.state}`)}</Badge>}
        lead={t('resellers-address', { name: reseller.name })}
      >
        {writes && <ResellerActs reseller={reseller} />}
        <LinkButton icon={UsersIcon} to={`/at/${reseller.home}/users`}>
          {t('resellers-staff')}
        </LinkButton>
        <LinkButton icon={BrandIcon} to={`/at/${reseller.home}/branding`}>
          {t('branding-title')}
        </LinkButton>
        <LinkButton look="primary" icon={TenantsIcon} to={path(`/tenants?reseller=${id}`)}>
          {t('tenants-title')}
        </LinkButton>
      </PageHead>
      <LifeNotice living={reseller} resume={resume} writes={writes} />
      <Used reseller={reseller} />
      <ResellerForm reseller={reseller} readOnly={!writes} />
    </>
  );
}

function Used({ reseller: { allotted, used, quota } }: { reseller: ResellerFacts }) {
  const t = useTexts();
  const { number } = useFormats();
  const more: Partial<Record<keyof Quota, string>> = {
    endpoints: t('quota-used', { used: number(used.endpoints) }),
    concurrent_calls: t('quota-calls', { used: number(used.concurrent_calls), peak: number(used.peak_calls) }),
  };
  return (
    <section className={life.usage} aria-label={t('quota-title')}>
      {QUOTA.filter((name) => name !== 'storage_mb' || quota.storage_mb).map((name) => (
        <UsageBar key={name} label={t(`quota-${name.replaceAll('_', '-')}`)} used={allotted[name] ?? undefined} most={quota[name]} more={more[name] ?? ''} />
      ))}
    </section>
  );
}

type Draft = Omit<ResellerDraft, 'name'>;

function ResellerForm({ reseller, readOnly }: { reseller: ResellerFacts; readOnly: boolean }) {
  const t = useTexts();
  const tell = useTell();
  const { change } = useResellerActs();
  const form = useForm<Draft, ResellerFacts>({
    initial: { title: reseller.title, quota: { ...NO_QUOTA, ...reseller.quota } },
    schema: 'NewReseller',
    save: (draft) => change(reseller.id, draft),
    saved: () => tell({ text: t('saved') }),
  });
  return (
    <PageForm form={form} readOnly={readOnly}>
      <Section title={t('resellers-part-who')}>
        <TextField field={form.field('/title')} label={t('resellers-name')} hint={t('tenants-name-hint')} />
      </Section>
      <Section title={t('quota-title')} lead={t('resellers-quota-lead')}>
        {QUOTA.map((name) => (
          <NumberField key={name} field={form.field(`/quota/${name}`)} label={t(`quota-${name.replaceAll('_', '-')}`)} placeholder={t('no-bound')} nullable />
        ))}
      </Section>
    </PageForm>
  );
}

