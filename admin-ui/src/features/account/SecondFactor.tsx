/** The own second factor: whether it is on, and what can be done about it. */
import { useState } from 'react';
import type { SecondFactorState } from '../../api/types';
import { Section } from '../../forms/FormParts';
import { PasswordField, TextField } from '../../forms/fields';
import { DrawerButtons, DrawerForm } from '../../forms/FormParts';
import { useForm } from '../../forms/useForm';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { useLeave } from '../../ui/Confirm';
import { Dialog } from '../../ui/Dialog';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import { RecoveryCodes } from './RecoveryCodes';
import styles from './SecondFactor.module.css';
import { SetUp } from './SetUp';
import { type Proof, useSecondFactor, useSecondFactorActs } from './useSecondFactor';

type Shown = 'begin' | 'renew' | 'off' | undefined;

const FEW = 3;

export function SecondFactor() {
  const t = useTexts();
  const tell = useTell();
  const { data, error, refetch } = useSecondFactor();
  const [shown, setShown] = useState<Shown>();
  const close = () => setShown(undefined);
  if (error && !data) return <ProblemState problem={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} />;
  return (
    <>
      <Section title={t('factor-title')} lead={t('factor-lead')}>
        {data.on ? <On state={data} show={setShown} /> : <Off demanded={data.demanded} begin={() => setShown('begin')} />}
      </Section>
      {shown === 'begin' && (
        <Dialog opened close={close} title={t('factor-set-up')}>
          <SetUp
            done={() => {
              close();
              tell({ text: t('factor-is-on') });
            }}
          />
        </Dialog>
      )}
      {shown === 'renew' && <Renew close={close} />}
      {shown === 'off' && <SwitchOff close={close} />}
    </>
  );
}

function Off({ demanded, begin }: { demanded: boolean; begin: () => void }) {
  const t = useTexts();
  return (
    <div className={styles.state}>
      <p className={styles.line}>
        <Badge tone="quiet">{t('factor-off')}</Badge>
        {demanded && <Badge tone="warning">{t('factor-demanded')}</Badge>}
      </p>
      <p className={styles.lead}>{t('factor-off-lead')}</p>
      <div className={styles.acts}>
        <Button look="primary" onClick={begin}>
          {t('factor-set-up')}
        </Button>
      </div>
    </div>
  );
}

function On({ state, show }: { state: SecondFactorState; show: (shown: Shown) => void }) {
  const t = useTexts();
  const formats = useFormats();
  const left = state.recovery_codes_left;
  return (
    <div className={styles.state}>
      <p className={styles.line}>
        <Badge tone="good">{t('factor-on')}</Badge>
        {state.since && <span className={styles.lead}>{t('factor-since', { day: formats.date(state.since) })}</span>}
      </p>
      <p className={styles.lead} data-few={left <= FEW}>
        {t('factor-codes-left', { count: left })}
      </p>
      <div className={styles.acts}>
        <Button onClick={() => show('renew')}>{t('factor-renew')}</Button>
        {state.demanded ? <span className={styles.lead}>{t('factor-demanded-lead')}</span> : <Button onClick={() => show('off')}>{t('factor-switch-off')}</Button>}
      </div>
    </div>
  );
}

function Renew({ close }: { close: () => void }) {
  const t = useTexts();
  const { renew } = useSecondFactorActs();
  const [codes, setCodes] = useState<readonly string[]>();
  if (codes) {
    return (
      <Dialog opened close={close} title={t('factor-codes')}>
        <RecoveryCodes codes={codes} done={close} />
      </Dialog>
    );
  }
  return <ProofDialog title={t('factor-renew')} lead={t('factor-renew-lead')} act={t('factor-renew')} close={close} save={renew} saved={setCodes} />;
}

function SwitchOff({ close }: { close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const { end } = useSecondFactorActs();
  const ended = () => {
    close();
    tell({ text: t('factor-is-off') });
  };
  return <ProofDialog title={t('factor-switch-off')} lead={t('factor-switch-off-lead')} act={t('factor-switch-off')} close={close} save={end} saved={ended} />;
}

interface ProofProperties<T> {
  title: string;
  lead: string;
  act: string;
  close: () => void;
  save: (proof: Proof) => Promise<T>;
  saved: (answer: T) => void;
}

/** Password and code: that it is still the owner who asks. */
function ProofDialog<T>({ title, lead, act, close, save, saved }: ProofProperties<T>) {
  const t = useTexts();
  const leave = useLeave(close);
  const form = useForm<Proof, T>({ initial: { password: '', code: '' }, schema: 'OwnFactorProof', save, saved });
  return (
    <Dialog opened close={leave} title={title} foot={<DrawerButtons form={form} id="factor-proof" cancel={leave} label={act} />}>
      <DrawerForm id="factor-proof" form={form}>
        <p className={styles.lead}>{lead}</p>
        <PasswordField field={form.field('/password')} label={t('account-old-password')} autoComplete="current-password" first />
        <TextField field={form.field('/code')} label={t('code-app')} hint={t('factor-code-hint')} autoComplete="one-time-code" />
      </DrawerForm>
    </Dialog>
  );
}
