/** Setting up a second factor, step by step: the password, the app, the recovery codes. */
import { useState } from 'react';
import type { Enrolment } from '../../api/types';
import { PasswordField, TextField } from '../../forms/fields';
import { DrawerForm } from '../../forms/FormParts';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { CopyLine } from '../../ui/CopyLine';
import { RecoveryCodes } from './RecoveryCodes';
import styles from './SetUp.module.css';
import { useSecondFactorActs } from './useSecondFactor';

export function SetUp({ done }: { done: () => void }) {
  const acts = useSecondFactorActs();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [codes, setCodes] = useState<readonly string[]>();
  const finish = () => {
    acts.done();
    done();
  };
  if (codes) return <RecoveryCodes codes={codes} done={finish} />;
  return enrolment ? <AppStep enrolment={enrolment} confirmed={setCodes} /> : <PasswordStep begun={setEnrolment} />;
}

function PasswordStep({ begun }: { begun: (enrolment: Enrolment) => void }) {
  const t = useTexts();
  const { begin } = useSecondFactorActs();
  const form = useForm({ initial: { password: '' }, schema: 'OwnFactorBegin', save: begin, saved: begun });
  return (
    <DrawerForm id="factor-begin" form={form}>
      <p className={styles.lead}>{t('factor-password-lead')}</p>
      <PasswordField field={form.field('/password')} label={t('account-old-password')} autoComplete="current-password" first />
      <Next form="factor-begin" busy={form.busy} label={t('factor-next')} />
    </DrawerForm>
  );
}

function AppStep({ enrolment, confirmed }: { enrolment: Enrolment; confirmed: (codes: readonly string[]) => void }) {
  const t = useTexts();
  const { confirm } = useSecondFactorActs();
  const form = useForm({ initial: { code: '' }, schema: 'OwnFactorCode', save: confirm, saved: confirmed });
  return (
    <DrawerForm id="factor-confirm" form={form}>
      <p className={styles.lead}>{t('factor-scan-lead')}</p>
      <img className={styles.picture} src={`data:image/svg+xml,${encodeURIComponent(enrolment.qr)}`} alt={t('factor-picture')} width="200" height="200" />
      <CopyLine label={t('factor-secret')} value={enrolment.secret} />
      <TextField field={form.field('/code')} label={t('code-app')} hint={t('factor-first-code-hint')} autoComplete="one-time-code" first />
      <Next form="factor-confirm" busy={form.busy} label={t('factor-switch-on')} />
    </DrawerForm>
  );
}

function Next({ form, busy, label }: { form: string; busy: boolean; label: string }) {
  return (
    <div className={styles.acts}>
      <Button type="submit" form={form} look="primary" busy={busy}>
        {label}
      </Button>
    </div>
  );
}
