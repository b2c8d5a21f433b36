/** Asks before a call is cut. */
import { useEffect } from 'react';
import type { ActiveCall } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { ProblemNotice } from '../../ui/ProblemNotice';
import styles from './HangUpDialog.module.css';
import { useHangUp } from './useActiveCalls';

interface Properties {
  call: ActiveCall | undefined;
  /** The call has ended by itself meanwhile. */
  over: boolean;
  close: () => void;
}

export function HangUpDialog({ call, over, close }: Properties) {
  const t = useTexts();
  const hangUp = useHangUp();
  const { reset } = hangUp;
  useEffect(() => {
    if (call && over) close();
  }, [call, over, close]);
  useEffect(() => reset(), [call, reset]);
  if (!call) return null;
  return (
    <Dialog
      opened
      close={close}
      title={t('hang-up-title')}
      foot={
        <>
          <Button data-first onClick={close}>
            {t('cancel')}
          </Button>
          <Button look="danger" busy={hangUp.isPending} onClick={() => hangUp.mutate(call.id, { onSuccess: close })}>
            {t('hang-up')}
          </Button>
        </>
      }
    >
      <p className={styles.call}>
        {call.caller.number}
        <span aria-hidden="true">→</span>
        {call.called.number}
      </p>
      <p className={styles.lead}>{t('hang-up-lead')}</p>
      <ProblemNotice problem={hangUp.error} />
    </Dialog>
  );
}
