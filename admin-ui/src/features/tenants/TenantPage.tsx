/** One tenant as those above it see it: its facts, its limits, and whether it works. */
import { useParams } from 'react-router';
import type { ApiProblem } from '../../api/client';
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
import { type Question, useConfirm } from '../../ui/Confirm';
import { EnterIcon, PauseIcon, PlayIcon, TrashIcon } from '../../ui/icons';
import { PageHead } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonForm } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import { LimitFields } from './LimitFields';
import { NO_LIMITS } from './limits';
import { type TenantDraft, toneOf, useTenant, useTenantActs } from './useTenants';

export default function TenantPage() {
  const t = useTexts();
  const { id = '' } = useParams();
  const { path } = usePlace();
  const may = useMay();
  const { data: tenant, error, refetch } = useTenant(id);
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
        {writes && tenant.kind === 'customer' && <Acts tenant={tenant} />}
        {(may('support_access.enter') || may('support_access.look')) && (
          <LinkButton look="primary" icon={EnterIcon} to={`/at/${tenant.id}`}>
            {t('tenants-enter')}
          </LinkButton>
        )}
      </PageHead>
      <TenantForm tenant={tenant} readOnly={!writes} />
    </>
  );
}

type Draft = Omit<TenantDraft, 'name' | 'reseller' | 'domain'> & { domain: string };

const draftOf = ({ title, domain, country, language, time_zone, limits }: TenantFacts): Draft => ({
  title,
  domain: domain ?? '',
  country,
  language,
  time_zone,
  limits: { ...NO_LIMITS, ...limits },
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
        <LimitFields form={form} />
      </Section>
    </PageForm>
  );
}

function Acts({ tenant: { id, title, state } }: { tenant: TenantFacts }) {
  const t = useTexts();
  const ask = useConfirm();
  const tell = useTell();
  const { suspend, resume, remove } = useTenantActs();
  const trouble = (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' });
  const back = () => void resume(id).then(() => tell({ text: t('tenants-resumed', { title }) }), trouble);
  const act = async (question: Question, doing: () => Promise<unknown>, done: string) => {
    if (!(await ask(question))) return;
    doing().then(() => tell({ text: t(done, { title }), action: { label: t('undo'), act: back } }), trouble);
  };
  const asking = (what: 'suspend' | 'delete'): Question => ({
    title: t(`tenants-${what}-title`, { title }),
    lead: t(`tenants-${what}-lead`),
    act: t(`tenants-${what}`),
    danger: true,
  });
  return (
    <>
      {state === 'active' && (
        <Button icon={PauseIcon} onClick={() => void act(asking('suspend'), () => suspend(id), 'tenants-suspended')}>
          {t('tenants-suspend')}
        </Button>
      )}
      {state !== 'active' && (
        <Button icon={PlayIcon} onClick={back}>
          {t('tenants-resume')}
        </Button>
      )}
      {state !== 'deleting' && (
        <Button icon={TrashIcon} onClick={() => void act(asking('delete'), () => remove(id), 'tenants-deleted')}>
          {t('tenants-delete')}
        </Button>
      )}
    </>
  );
}
