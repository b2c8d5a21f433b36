/** A new trunk: where it goes, how it signs in there, and what comes in. The rest is on its page. */
import type { Trunk } from '../../api/types';
import { DrawerButtons, DrawerForm } from '../../forms/FormParts';
import { TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useLeave } from '../../ui/Confirm';
import { Dialog } from '../../ui/Dialog';
import { useTell } from '../../ui/Toasts';
import { bodyOf, draftOf, type TrunkDraft } from './draft';
import { GatewayList } from './GatewayList';
import { IncomingFields, RegistrationFields } from './TrunkFields';
import { useTrunkActs } from './useTrunks';

const EMPTY = draftOf();

export function NewTrunkDrawer({ close, created }: { close: () => void; created: (trunk: Trunk) => void }) {
  const t = useTexts();
  const tell = useTell();
  const leave = useLeave(close);
  const { create } = useTrunkActs();
  const form = useForm<TrunkDraft, Trunk>({
    initial: EMPTY,
    schema: 'NewTrunk',
    save: (draft) => create(bodyOf(draft)),
    saved: (trunk) => {
      tell({ text: t('trunks-created', { name: trunk.name }) });
      created(trunk);
    },
  });
  return (
    <Dialog opened kind="drawer" close={leave} title={t('trunks-new')} foot={<DrawerButtons form={form} id="new-trunk" cancel={leave} label={t('create')} />}>
      <DrawerForm id="new-trunk" form={form}>
        <TextField field={form.field('/name')} label={t('trunks-name')} hint={t('trunks-name-hint')} first />
        <GatewayList form={form} />
        <RegistrationFields form={form} hasSecret={false} />
        <IncomingFields form={form} />
      </DrawerForm>
    </Dialog>
  );
}
