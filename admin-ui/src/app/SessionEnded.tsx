/** The session is over: the person signs in again here, over the page, and nothing typed is lost. */
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { ME, useSignIn } from '../api/session';
import type { Me } from '../api/types';
import { CodeStep } from '../features/sign-in/CodeStep';
import { personName } from '../features/users/names';
import { Field, tied } from '../forms/Field';
import field from '../forms/Field.module.css';
import form from '../forms/FormParts.module.css';
import { useTexts } from '../i18n/Language';
import { Button } from '../ui/Button';
import confirm from '../ui/Confirm.module.css';
import { Dialog } from '../ui/Dialog';
import { ProblemNotice } from '../ui/ProblemNotice';

export function SessionEnded({ me, back }: { me: Me; back: () => void }) {
  const t = useTexts();
  const cache = useQueryClient();
  const signIn = useSignIn();
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const leave = () => window.location.assign(`/t/${me.home.name}`);
  const entered = () => {
    back();
    void cache.invalidateQueries({ queryKey: ME });
    void cache.invalidateQueries();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!password || signIn.isPending) return;
    signIn.mutate(
      { tenant: me.home.name, user: me.user.user_name, password },
      {
        onSuccess: (step) => (step === 'code' ? setAsked(true) : entered()),
        onError: () => input.current?.select(),
      },
    );
  };
  if (asked) {
    return (
      <Dialog opened close={() => setAsked(false)} title={t('ended-title')}>
        <CodeStep entered={entered} back={() => setAsked(false)} />
      </Dialog>
    );
  }
  return (
    <Dialog
      opened
      close={() => input.current?.focus()}
      title={t('ended-title')}
      foot={
        <>
          <Button onClick={leave}>{t('ended-other')}</Button>
          <Button type="submit" form="sign-in-again" look="primary" busy={signIn.isPending}>
            {t('sign-in-submit')}
          </Button>
        </>
      }
    >
      <form id="sign-in-again" className={form.drawer} onSubmit={submit} noValidate>
        <p className={confirm.lead}>{t('ended-lead', { name: personName(me.user) })}</p>
        <ProblemNotice problem={signIn.error} />
        <input type="hidden" name="username" autoComplete="username" value={me.user.user_name} readOnly />
        <Field id="password-again" label={t('sign-in-password')}>
          <input
            {...tied('password-again', undefined, undefined, true)}
            ref={input}
            className={field.control}
            type="password"
            autoComplete="current-password"
            data-first
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
