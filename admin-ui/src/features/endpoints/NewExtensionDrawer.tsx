/** A new extension: its number, its name and whose it is. Afterwards its SIP account is shown, the secret this once. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { usePlace } from '../../api/place';
import { FormDrawer } from '../../forms/FormDrawer';
import { TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { OwnerField } from './OwnerField';
import { SipAccount } from './SipAccount';
import { useEndpointActs, type WithSecret } from './useEndpoints';

interface Draft {
  extension: string;
  name: string;
  owner: string | null;
}

export function NewExtensionDrawer({ close }: { close: () => void }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { path } = usePlace();
  const [made, setMade] = useState<WithSecret>();
  const form = useCreation(setMade);
  if (made) {
    return (
      <Dialog
        opened
        kind="drawer"
        close={close}
        title={t('endpoints-created', { name: made.name })}
        foot={
          <Button look="primary" data-first onClick={() => navigate(path(`/extensions/${made.id}`))}>
            {t('endpoints-open')}
          </Button>
        }
      >
        <SipAccount endpoint={made} secret={made.secret} />
      </Dialog>
    );
  }
  return (
    <FormDrawer title={t('endpoints-new')} form={form} close={close} act={t('create')}>
      <TextField field={form.field('/extension')} label={t('endpoints-number')} hint={t('endpoints-number-hint')} first />
      <TextField field={form.field('/name')} label={t('endpoints-name')} hint={t('endpoints-name-hint')} />
      <OwnerField field={form.field('/owner')} />
    </FormDrawer>
  );
}

function useCreation(made: (endpoint: WithSecret) => void) {
  const { create } = useEndpointActs();
  return useForm<Draft, WithSecret>({
    initial: { extension: '', name: '', owner: null },
    schema: 'NewEndpoint',
    save: ({ extension, name, owner }) => create({ name, ...(owner ? { owner } : {}), ...(extension ? { extension } : {}) }),
    saved: made,
  });
}
