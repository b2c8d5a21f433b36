/** Where calls go out to, tried from the first to the last. */
import field from '../../forms/Field.module.css';
import { NumberField, SelectField, TextField } from '../../forms/fields';
import type { Form } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { Status } from '../../ui/Badge';
import { Button, IconButton } from '../../ui/Button';
import { PlusIcon, TrashIcon } from '../../ui/icons';
import { NEW_GATEWAY, type TrunkDraft } from './draft';
import styles from './GatewayList.module.css';

const TRANSPORTS = ['udp', 'tcp', 'tls'].map((value) => ({ value, label: value.toUpperCase() }));

export function GatewayList({ form, up }: { form: Form<TrunkDraft>; up?: readonly boolean[] }) {
  const t = useTexts();
  const { gateways } = form.values.settings;
  const set = (next: typeof gateways) => form.set('/settings/gateways', next);
  const whole = form.field('/settings/gateways');
  return (
    <div className={styles.whole}>
      {gateways.map((_, place) => (
        <div key={place} className={styles.gateway}>
          <TextField field={form.field(`/settings/gateways/${place}/host`)} label={t('trunks-host')} placeholder="sip.carrier.example" />
          <NumberField field={form.field(`/settings/gateways/${place}/port`)} label={t('trunks-port')} placeholder={t('trunks-port-usual')} nullable />
          <SelectField field={form.field(`/settings/gateways/${place}/transport`)} label={t('trunks-transport')} options={TRANSPORTS} />
          <NumberField field={form.field(`/settings/gateways/${place}/priority`)} label={t('trunks-priority')} />
          <div className={styles.end}>
            {up?.[place] !== undefined && <Status tone={up[place] ? 'good' : 'bad'}>{t(up[place] ? 'health-up' : 'health-down')}</Status>}
            <IconButton icon={TrashIcon} label={t('trunks-gateway-remove', { place: place + 1 })} data-hint={t('delete')} data-side="left" onClick={() => set(gateways.toSpliced(place, 1))} />
          </div>
        </div>
      ))}
      {whole.error && (
        <p id={whole.id} tabIndex={-1} className={field.error}>
          {whole.error}
        </p>
      )}
      <div>
        <Button size="small" icon={PlusIcon} onClick={() => set([...gateways, { ...NEW_GATEWAY, priority: gateways.length }])}>
          {t('trunks-gateway-add')}
        </Button>
      </div>
    </div>
  );
}
