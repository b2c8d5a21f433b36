/** A new trunk: where it goes, how it signs in there, and what comes in. The rest is on its page. */
import type { Trunk } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { bodyOf, draftOf, type TrunkDraft } from './draft';
import { GatewayList } from './GatewayList';
import { IncomingFields, RegistrationFields } from './TrunkFields';
import { useTrunkActs } from './useTrunks';

const EMPTY = draftOf();

export function NewTrunkDrawer({ close, created }: { close: () => void; created: (trunk: Trunk) => void }) {
  const t = useTexts();
  const tell = useTell();
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
    <FormDrawer title={t('trunks-new')} form={form} close={close} act={t('create')}>
      <TextField field={form.field('/name')} label={t('trunks-name')} hint={t('trunks-name-hint')} first />
      <GatewayList form={form} />
      <RegistrationFields form={form} hasSecret={false} />
      <IncomingFields form={form} />
    </FormDrawer>
  );
}
