/** Asks before something that cannot be undone, and before typed text is lost. */
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { anythingUnsaved } from '../forms/unsaved';
import { useTexts } from '../i18n/Language';
import { Button } from './Button';
import styles from './Confirm.module.css';
import { Dialog } from './Dialog';

export interface Question {
  title: string;
  lead: ReactNode;
  act: string;
  /** Whether it destroys something. */
  danger?: boolean;
}

type Ask = (question: Question) => Promise<boolean>;

const Context = createContext<Ask | undefined>(undefined);

export function Confirm({ children }: { children: ReactNode }) {
  const t = useTexts();
  const [asked, setAsked] = useState<{ question: Question; answer: (yes: boolean) => void }>();
  const ask = useCallback<Ask>((question) => new Promise((answer) => setAsked({ question, answer })), []);
  const close = (yes: boolean) => {
    asked?.answer(yes);
    setAsked(undefined);
  };
  return (
    <Context value={ask}>
      {children}
      {asked && (
        <Dialog
          opened
          close={() => close(false)}
          title={asked.question.title}
          foot={
            <>
              <Button data-first onClick={() => close(false)}>
                {t('cancel')}
              </Button>
              <Button look={asked.question.danger ? 'danger' : 'primary'} onClick={() => close(true)}>
                {asked.question.act}
              </Button>
            </>
          }
        >
          <div className={styles.lead}>{asked.question.lead}</div>
        </Dialog>
      )}
    </Context>
  );
}

export function useConfirm(): Ask {
  const ask = useContext(Context);
  if (!ask) throw new Error('there is no Confirm around this component');
  return ask;
}

/** Closes at once, or after asking when typed text would be lost. */
export function useLeave(close: () => void): () => void {
  const t = useTexts();
  const ask = useConfirm();
  return useCallback(() => {
    if (!anythingUnsaved()) return close();
    void ask({ title: t('unsaved-title'), lead: t('unsaved-lead'), act: t('unsaved-leave'), danger: true }).then((yes) => yes && close());
  }, [t, ask, close]);
}
