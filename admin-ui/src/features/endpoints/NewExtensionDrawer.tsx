/** A new extension: its number, its name and whose it is. Afterwards its SIP account is shown, the secret this once. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiProblem } from '../../api/client';
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
  number: string;
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
      <TextField field={form.field('/number')} label={t('endpoints-number')} hint={t('endpoints-number-hint')} first />
      <TextField field={form.field('/name')} label={t('endpoints-name')} hint={t('endpoints-name-hint')} />
      <OwnerField field={form.field('/owner')} />
    </FormDrawer>
  );
}

/** Two requests make it one act: when the number is refused, the endpoint made for it goes again. */
function useCreation(made: (endpoint: WithSecret) => void) {
  const { create, remove, addExtension } = useEndpointActs();
  return useForm<Draft, WithSecret>({
    initial: { number: '', name: '', owner: null },
    schema: 'NewEndpoint',
    save: async ({ number, name, owner }) => {
      const endpoint = await create({ name, ...(owner ? { owner } : {}) });
      if (!number) return endpoint;
      try {
        await addExtension(number, endpoint.id);
      } catch (refused) {
        await remove(endpoint.id);
        throw refused instanceof ApiProblem ? refused : new ApiProblem(0, 'network');
      }
      return endpoint;
    },
    saved: made,
  });
}
