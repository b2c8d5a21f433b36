/** One trunk: its health now, and its settings. */
import { useParams } from 'react-router';
import type { ApiProblem } from '../../api/client';
import { useMay, usePlace } from '../../api/place';
import type { Trunk } from '../../api/types';
import { PageForm, Section } from '../../forms/FormParts';
import { NumberField, SwitchField, TextField } from '../../forms/fields';
import { changes } from '../../forms/pointer';
import { useForm } from '../../forms/useForm';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Status } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { useConfirm } from '../../ui/Confirm';
import { TrashIcon } from '../../ui/icons';
import { Facts, PageHead, Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonForm } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import { useDeparture } from '../../ui/useDeparture';
import { bodyOf, draftOf, type TrunkDraft } from './draft';
import { GatewayList } from './GatewayList';
import { IncomingFields, RegistrationFields } from './TrunkFields';
import styles from './TrunkPage.module.css';
import { healthOf, troubleText, useTrunk, useTrunkActs } from './useTrunks';

export default function TrunkPage() {
  const t = useTexts();
  const { id = '' } = useParams();
  const { path } = usePlace();
  const may = useMay();
  const { data: trunk, error, refetch } = useTrunk(id);
  if (error && !trunk) return <ProblemState page problem={error} retry={() => void refetch()} />;
  if (!trunk) return <SkeletonForm />;
  const writes = may('trunks.write');
  return (
    <>
      <PageHead title={trunk.name} back={{ to: path('/trunks'), label: t('trunks-title') }}>
        {writes && <DeleteTrunk trunk={trunk} />}
      </PageHead>
      <HealthPanel trunk={trunk} />
      <div className={styles.form}>
        <TrunkForm key={trunk.id} trunk={trunk} readOnly={!writes} />
      </div>
    </>
  );
}

function HealthPanel({ trunk }: { trunk: Trunk }) {
  const t = useTexts();
  const { exact } = useFormats();
  const { tone, key } = healthOf(trunk);
  const { state, settings } = trunk;
  const registered = state?.registered ?? undefined;
  return (
    <Panel label={t('trunks-health')}>
      <Facts
        facts={[
          [t('trunks-health'), <Status key="health" tone={tone}>{t(`health-${key}`)}</Status>],
          [t('trunks-since'), state && exact(state.since)],
          ...(settings.registration ? [[t('trunks-registration'), t(registered ? 'trunks-registered' : 'trunks-not-registered')] as const] : []),
          ...(state?.trouble ? [[t('trunks-trouble'), troubleText(t, state.trouble)] as const] : []),
        ]}
      />
    </Panel>
  );
}

function TrunkForm({ trunk, readOnly }: { trunk: Trunk; readOnly: boolean }) {
  const t = useTexts();
  const tell = useTell();
  const { change } = useTrunkActs();
  const initial = draftOf(trunk);
  const form = useForm<TrunkDraft, Trunk>({
    initial,
    schema: 'NewTrunk',
    save: (draft, start) => change(trunk.id, changes(bodyOf(start), bodyOf(draft))),
    saved: (after) => {
      form.restart(draftOf(after));
      tell({ text: t('saved') });
    },
  });
  return (
    <PageForm form={form} readOnly={readOnly}>
      <Section title={t('trunks-part-what')}>
        <TextField field={form.field('/name')} label={t('trunks-name')} hint={t('trunks-name-hint')} />
        <SwitchField field={form.field('/settings/enabled')} label={t('trunks-enabled')} hint={t('trunks-enabled-hint')} wide />
      </Section>
      <Section title={t('trunks-part-outgoing')} lead={t('trunks-part-outgoing-lead')}>
        <GatewayList form={form} up={trunk.state?.gateways ?? []} />
        <TextField field={form.field('/settings/caller_number')} label={t('trunks-caller-number')} hint={t('trunks-caller-number-hint')} nullable />
        <TextField field={form.field('/settings/from_domain')} label={t('trunks-from-domain')} hint={t('trunks-first-gateway-hint')} nullable />
      </Section>
      <Section title={t('trunks-part-account')} lead={t('trunks-part-account-lead')}>
        <RegistrationFields form={form} hasSecret={trunk.has_secret} />
      </Section>
      <Section title={t('trunks-part-incoming')} lead={t('trunks-part-incoming-lead')}>
        <IncomingFields form={form} />
      </Section>
      <Section title={t('trunks-part-limits')}>
        <NumberField field={form.field('/settings/max_calls')} label={t('trunks-max-calls')} placeholder={t('no-bound')} nullable />
        <NumberField field={form.field('/settings/ring_secs')} label={t('trunks-ring-secs')} suffix={t('unit-seconds')} />
        <NumberField field={form.field('/settings/options_secs')} label={t('trunks-options-secs')} suffix={t('unit-seconds')} hint={t('trunks-options-secs-hint')} />
      </Section>
    </PageForm>
  );
}

function DeleteTrunk({ trunk: { id, name } }: { trunk: Trunk }) {
  const t = useTexts();
  const ask = useConfirm();
  const tell = useTell();
  const depart = useDeparture(id, '/trunks');
  const { remove } = useTrunkActs();
  const removal = async () => {
    if (!(await ask({ title: t('trunks-delete-title', { name }), lead: t('trunks-delete-lead'), act: t('delete'), danger: true }))) return false;
    return remove(id).then(
      () => {
        tell({ text: t('trunks-deleted', { name }) });
        return true;
      },
      (problem: ApiProblem) => {
        tell({ text: problemText(t, problem), tone: 'trouble' });
        return false;
      },
    );
  };
  return (
    <Button icon={TrashIcon} onClick={() => void depart(removal)}>
      {t('delete')}
    </Button>
  );
}
