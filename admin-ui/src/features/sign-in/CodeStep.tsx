/** The second step of signing in: a code of the app on the phone, or a recovery code. */
import { type FormEvent, useRef, useState } from 'react';
import { useGiveCode } from '../../api/session';
import { Field, tied } from '../../forms/Field';
import field from '../../forms/Field.module.css';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import card from '../../ui/CardPage.module.css';
import { ProblemNotice } from '../../ui/ProblemNotice';
import styles from './CodeStep.module.css';

const APP_CODE = /^\d{6}$/;

interface Properties {
  entered: () => void;
  /** To the password again. */
  back: () => void;
}

export function CodeStep({ entered, back }: Properties) {
  const t = useTexts();
  const give = useGiveCode();
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const kind = recovery ? 'recovery' : 'app';
  const send = (typed: string) => {
    if (!typed.trim()) return input.current?.focus();
    if (!give.isPending) give.mutate(typed.trim(), { onSuccess: entered, onError: () => input.current?.select() });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(code);
  };
  const type = (typed: string) => {
    setCode(typed);
    // Six digits are whole: nothing is left to press.
    if (!recovery && APP_CODE.test(typed.trim())) send(typed);
  };
  const turn = () => {
    setRecovery(!recovery);
    setCode('');
    give.reset();
  };
  return (
    <form onSubmit={submit} noValidate className={card.form}>
      <ProblemNotice problem={give.error} />
      <Field id="code" label={t(`code-${kind}`)} hint={t(`code-${kind}-hint`)}>
        <input
          {...tied('code', t(`code-${kind}-hint`), undefined, true)}
          key={kind}
          ref={input}
          className={`${field.control} ${styles.code}`}
          data-kind={kind}
          inputMode={recovery ? 'text' : 'numeric'}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          data-first
          maxLength={recovery ? 24 : 7}
          value={code}
          onChange={({ currentTarget }) => type(currentTarget.value)}
        />
      </Field>
      <Button type="submit" look="primary" className={card.submit ?? ''} busy={give.isPending}>
        {t('sign-in-submit')}
      </Button>
      <div className={styles.ways}>
        <Button look="quiet" size="small" onClick={turn}>
          {t(recovery ? 'code-use-app' : 'code-use-recovery')}
        </Button>
        <Button look="quiet" size="small" onClick={back}>
          {t('code-back')}
        </Button>
      </div>
    </form>
  );
}
