/** Signing in: at `/t/NAME` for one organisation, else with `user@NAME`. */
import { type FormEvent, useRef, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { useSignIn } from '../../api/session';
import { useBrand, useWornBrand } from '../../app/brand';
import { Field, tied } from '../../forms/Field';
import field from '../../forms/Field.module.css';
import { useTexts } from '../../i18n/Language';
import { Button, IconButton } from '../../ui/Button';
import { CardHead, CardPage } from '../../ui/CardPage';
import card from '../../ui/CardPage.module.css';
import { EyeIcon, EyeOffIcon } from '../../ui/icons';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { CodeStep } from './CodeStep';

interface Arrival {
  from?: string;
}

export default function SignInPage() {
  const t = useTexts();
  const { tenant } = useParams();
  const arrival = (useLocation().state ?? {}) as Arrival;
  return (
    <CardPage page={t('sign-in-title')}>
      <Heading tenant={tenant} />
      <SignInForm tenant={tenant} arrival={arrival} />
    </CardPage>
  );
}

/** Whose page it is, and what its brand says there. */
function Heading({ tenant }: { tenant: string | undefined }) {
  const t = useTexts();
  useWornBrand(tenant);
  const { sign_in_text: text } = useBrand();
  return <CardHead title={tenant ? t('sign-in-to', { tenant }) : t('sign-in-title')} lead={text || t('sign-in-lead')} />;
}

function SignInForm({ tenant, arrival }: { tenant: string | undefined; arrival: Arrival }) {
  const t = useTexts();
  const navigate = useNavigate();
  const signIn = useSignIn();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [seen, setSeen] = useState(false);
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState(false);
  const [userField, passwordField] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const lacks = (text: string) => (tried && !text.trim() ? t('rule-required') : undefined);

  const entered = () => navigate(arrival.from ?? '/', { replace: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!user.trim()) return userField.current?.focus();
    if (!password) return passwordField.current?.focus();
    if (signIn.isPending) return;
    const credentials = { user: user.trim(), password, ...(tenant ? { tenant } : {}) };
    signIn.mutate(credentials, {
      onSuccess: (step) => (step === 'code' ? setAsked(true) : entered()),
      onError: () => passwordField.current?.select(),
    });
  };
  const { host_tells: hostTells } = useBrand();
  const back = () => {
    setAsked(false);
    setPassword('');
    setTried(false);
  };
  if (asked) return <CodeStep entered={entered} back={back} />;
  const hint = tenant || hostTells ? undefined : t('sign-in-user-hint');
  return (
    <form onSubmit={submit} noValidate className={card.form}>
      <ProblemNotice problem={signIn.error} />
      <Field id="user" label={t('sign-in-user')} hint={hint} error={lacks(user)}>
        <input
          {...tied('user', hint, lacks(user), true)}
          ref={userField}
          className={field.control}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          value={user}
          onChange={({ currentTarget }) => setUser(currentTarget.value)}
        />
      </Field>
      <Field id="password" label={t('sign-in-password')} error={lacks(password)}>
        <div className={field.with}>
          <input
            {...tied('password', undefined, lacks(password), true)}
            ref={passwordField}
            className={field.control}
            type={seen ? 'text' : 'password'}
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <IconButton icon={seen ? EyeOffIcon : EyeIcon} label={t('show-secret')} data-side="left" aria-pressed={seen} onClick={() => setSeen(!seen)} />
        </div>
      </Field>
      <Button type="submit" look="primary" className={card.submit ?? ''} busy={signIn.isPending}>
        {t('sign-in-submit')}
      </Button>
    </form>
  );
}
