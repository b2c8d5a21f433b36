/** A user's password and sessions, as an administrator handles them. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { useMe } from '../../api/session';
import type { User } from '../../api/types';
import { DrawerButtons, DrawerForm } from '../../forms/FormParts';
import { PasswordField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Button } from '../../ui/Button';
import { useConfirm, useLeave } from '../../ui/Confirm';
import { CopyLine } from '../../ui/CopyLine';
import { Dialog } from '../../ui/Dialog';
import { EmptyState } from '../../ui/EmptyState';
import { KeyIcon } from '../../ui/icons';
import { Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import { SessionTable } from '../account/SessionTable';
import styles from './UserAccess.module.css';
import { personName } from './names';
import { passwordRule } from './passwords';
import { useEndUserSessions, useUserActs, useUserSessions } from './useUsers';

export function UserAccess({ user, writes }: { user: User; writes: boolean }) {
  const t = useTexts();
  const [resetting, setResetting] = useState(false);
  const sessions = useUserSessions(user.id);
  return (
    <>
      <SignInPlace />
      {writes && (
        <div className={styles.acts}>
          <Button icon={KeyIcon} onClick={() => setResetting(true)}>
            {t('users-set-password')}
          </Button>
          {(sessions.data?.length ?? 0) > 0 && <EndSessions user={user} />}
          {user.second_factor && <ResetFactor user={user} />}
        </div>
      )}
      <Panel label={t('sessions')}>
        {sessions.error ? (
          <ProblemState problem={sessions.error} retry={() => void sessions.refetch()} />
        ) : !sessions.data ? (
          <SkeletonRows rows={3} />
        ) : sessions.data.length > 0 ? (
          <SessionTable sessions={sessions.data} />
        ) : (
          <EmptyState title={t('users-no-sessions')} lead={t('users-no-sessions-lead')} />
        )}
      </Panel>
      {resetting && <PasswordDialog user={user} close={() => setResetting(false)} />}
    </>
  );
}

/** What whoever makes a user has to pass on besides name and password. */
function SignInPlace() {
  const t = useTexts();
  const tenant = useMe().data?.tenant;
  if (!tenant) return null;
  return (
    <div className={styles.place}>
      <CopyLine label={t('users-sign-in-at')} value={`${window.location.origin}/t/${tenant.name}`} />
    </div>
  );
}

function EndSessions({ user }: { user: User }) {
  const t = useTexts();
  const ask = useConfirm();
  const tell = useTell();
  const end = useEndUserSessions(user.id);
  const act = async () => {
    if (!(await ask({ title: t('users-sign-out-title'), lead: t('users-sign-out-lead'), act: t('users-sign-out'), danger: true }))) return;
    end.mutate(undefined, {
      onSuccess: () => tell({ text: t('users-signed-out', { name: personName(user) }) }),
      onError: (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' }),
    });
  };
  return <Button onClick={() => void act()}>{t('users-sign-out')}</Button>;
}

function ResetFactor({ user }: { user: User }) {
  const t = useTexts();
  const ask = useConfirm();
  const tell = useTell();
  const { resetFactor } = useUserActs();
  const name = personName(user);
  const act = async () => {
    if (!(await ask({ title: t('users-factor-reset-title'), lead: t('users-factor-reset-lead', { name }), act: t('users-factor-reset'), danger: true }))) return;
    resetFactor(user.id).then(
      () => tell({ text: t('users-factor-was-reset', { name }) }),
      (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' }),
    );
  };
  return <Button onClick={() => void act()}>{t('users-factor-reset')}</Button>;
}

function PasswordDialog({ user, close }: { user: User; close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const leave = useLeave(close);
  const { setPassword } = useUserActs();
  const form = useForm({
    initial: { password: '' },
    schema: 'NewPassword',
    save: ({ password }) => setPassword(user.id, password),
    saved: () => {
      tell({ text: t('users-password-set', { name: personName(user) }) });
      close();
    },
    check: ({ password }, say) => {
      const rule = passwordRule(password, user.user_name);
      return { '/password': rule && say(rule) };
    },
  });
  return (
    <Dialog opened close={leave} title={t('users-set-password')} foot={<DrawerButtons form={form} id="set-password" cancel={leave} label={t('users-set-password')} />}>
      <DrawerForm id="set-password" form={form}>
        <p className={styles.lead}>{t('users-set-password-lead', { name: personName(user) })}</p>
        <PasswordField field={form.field('/password')} label={t('users-password')} hint={t('account-password-rule')} first />
      </DrawerForm>
    </Dialog>
  );
}
