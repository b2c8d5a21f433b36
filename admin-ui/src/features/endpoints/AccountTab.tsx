/** The SIP account of an endpoint, and a new secret for it. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import type { Endpoint } from '../../api/types';
import { Section } from '../../forms/FormParts';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Button } from '../../ui/Button';
import { useConfirm } from '../../ui/Confirm';
import { Dialog } from '../../ui/Dialog';
import { KeyIcon } from '../../ui/icons';
import { useTell } from '../../ui/Toasts';
import { SipAccount } from './SipAccount';
import { useEndpointActs, type WithSecret } from './useEndpoints';

export function AccountTab({ endpoint, writes }: { endpoint: Endpoint; writes: boolean }) {
  const t = useTexts();
  const ask = useConfirm();
  const tell = useTell();
  const { drawSecret } = useEndpointActs();
  const [drawn, setDrawn] = useState<WithSecret>();
  const draw = async () => {
    if (!(await ask({ title: t('secret-new-title'), lead: t('secret-new-lead'), act: t('secret-new'), danger: true }))) return;
    drawSecret(endpoint.id).then(setDrawn, (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' }));
  };
  return (
    <>
      <Section title={t('endpoints-tab-account')} lead={t('secret-lead')}>
        <SipAccount endpoint={endpoint} />
        {writes && (
          <div>
            <Button icon={KeyIcon} onClick={() => void draw()}>
              {t('secret-new')}
            </Button>
          </div>
        )}
      </Section>
      {drawn && (
        <Dialog
          opened
          close={() => setDrawn(undefined)}
          title={t('secret-drawn')}
          foot={
            <Button look="primary" data-first onClick={() => setDrawn(undefined)}>
              {t('done')}
            </Button>
          }
        >
          <SipAccount endpoint={drawn} secret={drawn.secret} />
        </Dialog>
      )}
    </>
  );
}
