/** Asks before a call is cut. */
import { Button, Modal } from '@mantine/core';
import { useEffect } from 'react';
import type { ActiveCall } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
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
  return (
    <Modal.Root opened={call !== undefined} onClose={close} centered radius="lg" classNames={{ content: styles.content ?? '' }}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="lg">
          <Modal.Title className={styles.title ?? ''}>{t('hang-up-title')}</Modal.Title>
      {call && (
        <>
          <p className={styles.call}>
            {call.caller.number}
            <span aria-hidden="true">→</span>
            {call.called.number}
          </p>
          <p className={styles.lead}>{t('hang-up-lead')}</p>
          <div role="alert">{hangUp.error && <p className={styles.problem}>{problemText(t, hangUp.error)}</p>}</div>
          <div className={styles.buttons}>
            <Button variant="default" onClick={close} data-autofocus>
              {t('cancel')}
            </Button>
            <Button color="red.9" loading={hangUp.isPending} onClick={() => hangUp.mutate(call.id, { onSuccess: close })}>
              {t('hang-up')}
            </Button>
          </div>
        </>
      )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
