/** The settings of an endpoint. */
import { DEFAULTS, RULES } from '../../api/rules.generated';
import type { Endpoint, EndpointSettings } from '../../api/types';
import { PageForm, Section } from '../../forms/FormParts';
import { NumberField, SelectField, SwitchField, TextField } from '../../forms/fields';
import { OrderField } from '../../forms/OrderField';
import { changes } from '../../forms/pointer';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { codecName } from './codecs';
import { OwnerField } from './OwnerField';
import { useEndpointActs } from './useEndpoints';

interface Draft {
  name: string;
  owner: string | null;
  settings: EndpointSettings;
}

const draftOf = ({ name, owner, settings }: Endpoint): Draft => ({
  name,
  owner: owner ?? null,
  // What is not set is absent in the answer, and null in the form.
  settings: Object.assign({ caller_name: null, caller_number: null, emergency_address: null }, DEFAULTS.Settings, settings) as EndpointSettings,
});

const CODECS = DEFAULTS.Settings.codecs.map((codec) => ({ value: codec, label: codecName(codec) }));
const optionsOf = (pointer: string): readonly string[] => RULES.NewEndpoint?.[`/settings/${pointer}`]?.options ?? [];

export function EndpointForm({ endpoint, readOnly }: { endpoint: Endpoint; readOnly: boolean }) {
  const t = useTexts();
  const tell = useTell();
  const { change } = useEndpointActs();
  const initial = draftOf(endpoint);
  const form = useForm<Draft, Endpoint>({
    initial,
    schema: 'NewEndpoint',
    save: (draft, start) => change(endpoint.id, changes(start, draft)),
    saved: () => tell({ text: t('saved') }),
  });
  const of = (name: keyof EndpointSettings) => form.field(`/settings/${name}`);
  return (
    <PageForm form={form} readOnly={readOnly}>
      <Section title={t('endpoints-part-who')}>
        <TextField field={form.field('/name')} label={t('endpoints-name')} hint={t('endpoints-name-hint')} />
        <OwnerField field={form.field('/owner')} />
      </Section>
      <Section title={t('endpoints-part-incoming')} lead={t('endpoints-part-incoming-lead')}>
        <NumberField field={of('ring_secs')} label={t('endpoints-ring-secs')} suffix={t('unit-seconds')} hint={t('endpoints-ring-secs-hint')} />
        <SwitchField field={of('call_waiting')} label={t('endpoints-call-waiting')} hint={t('endpoints-call-waiting-hint')} wide />
        <SwitchField field={of('do_not_disturb')} label={t('endpoints-do-not-disturb')} hint={t('endpoints-do-not-disturb-hint')} wide />
      </Section>
      <Section title={t('endpoints-part-outgoing')} lead={t('endpoints-part-outgoing-lead')}>
        <SelectField field={of('outbound_class')} label={t('endpoints-class')} hint={t('endpoints-class-hint')} options={optionsOf('outbound_class').map((value) => ({ value, label: t(`class-${value}`) }))} />
        <SelectField field={of('identity')} label={t('endpoints-identity')} options={optionsOf('identity').map((value) => ({ value, label: t(`identity-${value}`) }))} />
        <TextField field={of('caller_name')} label={t('endpoints-caller-name')} hint={t('endpoints-caller-name-hint')} nullable />
        <TextField field={of('caller_number')} label={t('endpoints-caller-number')} hint={t('endpoints-caller-number-hint')} placeholder="+34910000001" nullable />
        <TextField field={of('emergency_address')} label={t('endpoints-emergency-address')} hint={t('endpoints-emergency-address-hint')} wide nullable />
      </Section>
      <Section title={t('endpoints-part-limits')}>
        <NumberField field={of('max_calls')} label={t('endpoints-max-calls')} />
        <NumberField field={of('max_devices')} label={t('endpoints-max-devices')} />
        <OrderField field={of('codecs')} label={t('endpoints-codecs')} hint={t('endpoints-codecs-hint')} options={CODECS} />
      </Section>
    </PageForm>
  );
}
