/** A desk phone: which it is, which extensions it has, and what can be done to one that is there already. */
import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/client';
import { useEndpointNames, useExtensionsOf } from '../../api/lookup';
import { useApi } from '../../api/place';
import { FormDrawer } from '../../forms/FormDrawer';
import { SelectField, TextField } from '../../forms/fields';
import { PickField, type PickOption } from '../../forms/PickField';
import { type Form, useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { Button, IconButton } from '../../ui/Button';
import { PlusIcon, TrashIcon } from '../../ui/icons';
import { useTell } from '../../ui/Toasts';
import { PhoneActs } from './PhoneActs';
import styles from './Provisioning.module.css';
import { type AddressedPhone, type DeskPhone, type PhoneDraft, useProvisioningActs, type Vendor } from './useProvisioning';

export const VENDORS: readonly Vendor[] = ['yealink', 'grandstream', 'fanvil', 'polycom'];
/** How many lines the documented keys of each reach. */
const MOST_LINES: Record<Vendor, number> = { yealink: 16, grandstream: 2, fanvil: 6, polycom: 12 };
const CARRIERS = ['auto', 'udp', 'tcp', 'tls'] as const;

const draftOf = (phone?: DeskPhone): PhoneDraft => ({
  mac: phone?.mac ?? '',
  vendor: phone?.vendor ?? 'yealink',
  model: phone?.model ?? '',
  name: phone?.name ?? '',
  transport: phone?.transport ?? 'auto',
  lines: phone ? phone.lines.map(({ endpoint }) => endpoint) : [null],
});

interface Properties {
  phone: DeskPhone | undefined;
  close: () => void;
  /** Gets a phone with the address that was drawn for it. */
  addressed: (phone: AddressedPhone) => void;
}

export function PhoneDrawer({ phone, close, addressed }: Properties) {
  const t = useTexts();
  const tell = useTell();
  const { addPhone, changePhone } = useProvisioningActs();
  const form = useForm<PhoneDraft, DeskPhone | AddressedPhone>({
    initial: draftOf(phone),
    schema: 'NewDeskPhone',
    save: (draft) => (phone ? changePhone(phone.id, draft) : addPhone(draft)),
    saved: (answer) => {
      close();
      if ('url' in answer) addressed(answer);
      else tell({ text: t('saved') });
    },
    check: ({ lines }, say) => ({ '/lines': lines.some(Boolean) ? undefined : say('problem-provisioning-lines') }),
  });
  const titled = phone ? phone.name || phone.mac : t('desk-phones-new');
  return (
    <FormDrawer title={titled} form={form} close={close} act={t(phone ? 'save' : 'create')}>
      {phone && <PhoneActs phone={phone} addressed={addressed} close={close} />}
      {!phone && <SelectField field={form.field('/vendor')} label={t('desk-phones-vendor')} options={VENDORS.map((value) => ({ value, label: t(`vendor-${value}`) }))} />}
      {!phone && <TextField field={form.field('/mac')} label={t('desk-phones-mac')} hint={t('desk-phones-mac-hint')} placeholder="00:15:65:12:34:56" first />}
      <TextField field={form.field('/model')} label={t('desk-phones-model')} placeholder={t(`model-${form.values.vendor}`)} />
      <TextField field={form.field('/name')} label={t('desk-phones-name')} hint={t('desk-phones-name-hint')} />
      <Lines form={form} />
      <SelectField field={form.field('/transport')} label={t('desk-phones-transport')} hint={t('desk-phones-transport-hint')} options={CARRIERS.map((value) => ({ value, label: t(`carrier-${value}`) }))} />
    </FormDrawer>
  );
}

function Lines({ form }: { form: Form<PhoneDraft> }) {
  const t = useTexts();
  const { lines, vendor } = form.values;
  const names = useEndpointNames(lines);
  const whole = form.field('/lines');
  const set = (next: PhoneDraft['lines']) => form.set('/lines', next);
  return (
    <fieldset className={styles.lines}>
      <legend>{t('desk-phones-lines')}</legend>
      {lines.map((line, place) => (
        <div key={place} className={styles.phoneLine}>
          <PickField field={form.field(`/lines/${place}`)} label={t('desk-phones-line', { place: place + 1 })} useOptions={useEndpointOptions} chosen={names.get(line ?? '')?.name ?? ''} />
          {lines.length > 1 && <IconButton icon={TrashIcon} label={t('desk-phones-line-remove', { place: place + 1 })} data-hint={t('delete')} data-side="left" onClick={() => set(lines.toSpliced(place, 1))} />}
        </div>
      ))}
      {whole.error && (
        <p id={whole.id} tabIndex={-1} className={styles.error}>
          {whole.error}
        </p>
      )}
      {lines.length < MOST_LINES[vendor] && (
        <div>
          <Button size="small" icon={PlusIcon} onClick={() => set([...lines, null])}>
            {t('desk-phones-line-add')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

/** Extensions by their number, each standing for its endpoint. */
function useEndpointOptions(search: string, opened: boolean): PickOption[] | undefined {
  const api = useApi();
  const query = { limit: 30, ...(search ? { search } : {}) };
  const { data } = useQuery({
    queryKey: ['endpoints', 'options', search],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/endpoints', { params: { query }, signal })),
    enabled: opened,
  });
  const numbers = useExtensionsOf(data?.items.map(({ id }) => id) ?? []);
  const detail = (id: string) => numbers.get(id)?.map(({ number }) => number).join(', ') ?? '';
  return data?.items.map(({ id, name }) => ({ value: id, label: name, detail: detail(id) }));
}
