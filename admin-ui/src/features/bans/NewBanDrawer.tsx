/** A ban by hand: an address or a block, for how long, and why. */
import type { Ban, BanSide } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { SelectField, TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { useBanActs } from './useBans';

/** How long, in hours; the empty one is until it is lifted. */
const LASTS = ['1', '24', '168', '720'];
const SIDES: readonly BanSide[] = ['all', 'sip', 'web'];
const HOUR_MS = 3_600_000;

interface Draft {
  network: string;
  side: BanSide;
  hours: string;
  note: string;
}

export function NewBanDrawer({ close }: { close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const { create } = useBanActs();
  const form = useForm<Draft, Ban>({
    initial: { network: '', side: 'all', hours: '24', note: '' },
    schema: 'NewBan',
    save: ({ network, side, hours, note }) => create({ network: network.trim(), side, note, ...(hours ? { until: new Date(Date.now() + Number(hours) * HOUR_MS).toISOString() } : {}) }),
    saved: ({ network }) => {
      tell({ text: t('bans-made', { network }) });
      close();
    },
  });
  return (
    <FormDrawer title={t('bans-new')} form={form} close={close} act={t('bans-act')}>
      <TextField field={form.field('/network')} label={t('bans-network')} hint={t('bans-network-hint')} placeholder="203.0.113.0/24" first />
      <SelectField field={form.field('/side')} label={t('bans-side')} options={SIDES.map((value) => ({ value, label: t(`ban-side-${value}`) }))} />
      <SelectField field={form.field('/hours')} label={t('bans-until')} empty={t('bans-forever')} options={LASTS.map((value) => ({ value, label: t(`ban-hours-${value}`) }))} />
      <TextField field={form.field('/note')} label={t('bans-note')} hint={t('bans-note-hint')} />
    </FormDrawer>
  );
}
