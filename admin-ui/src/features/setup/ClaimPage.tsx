/** Behind the one-time link of the first start: the operator's account. Outside of everything that wants a session. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { answered, type ApiProblem, apiOf } from '../../api/client';
import type { Me } from '../../api/types';
import { PasswordField, SelectField, TextField } from '../../forms/fields';
import { ZoneField } from '../../forms/standards';
import { useForm } from '../../forms/useForm';
import { formats } from '../../i18n/format';
import { LANGUAGES, useLanguage, useLocale, useTexts } from '../../i18n/Language';
import { Button, LinkButton } from '../../ui/Button';
import { CardHead, CardPage } from '../../ui/CardPage';
import card from '../../ui/CardPage.module.css';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Waiting } from '../../ui/Waiting';
import { passwordRule } from '../users/passwords';
import styles from './ClaimPage.module.css';
import { StrengthBar } from './StrengthBar';

const door = apiOf();

export default function ClaimPage() {
  const t = useTexts();
  return (
    <CardPage page={t('start-claim-title')} roomy>
      <Claim />
    </CardPage>
  );
}

function Claim() {
  const t = useTexts();
  const { exact } = formats(useLocale(), undefined);
  const { token = '' } = useParams();
  const link = useQuery<{ expires_at: string }, ApiProblem>({
    queryKey: ['link', token],
    queryFn: ({ signal }) => answered(door.POST('/api/v1/setup/link', { body: { token }, signal })),
    retry: false,
    // What was typed stays when the window is looked at again.
    refetchOnWindowFocus: false,
  });
  if (link.isPending) return <Waiting />;
  if (link.error) return <Refused problem={link.error} retry={() => void link.refetch()} />;
  return (
    <>
      <CardHead title={t('start-claim-title')} lead={t('start-claim-lead')} />
      <AccountForm token={token} />
      <p className={card.small}>{t('start-claim-expires', { time: exact(link.data.expires_at) })}</p>
    </>
  );
}

/** A link that was used, has expired or never was; or a server that is away. */
function Refused({ problem, retry }: { problem: ApiProblem; retry: () => void }) {
  const t = useTexts();
  const kind = { 'setup.used_link': 'used', 'setup.expired_link': 'expired', 'setup.unknown_link': 'unknown' }[problem.code];
  if (!kind) {
    return (
      <>
        <CardHead title={t('failed-title')} lead={t('start-claim-lead')} />
        <ProblemNotice problem={problem} retry={retry} />
      </>
    );
  }
  return (
    <>
      <CardHead title={t(`start-link-${kind}`)} lead={t(`start-link-${kind}-lead`)} />
      {kind === 'used' ? (
        <LinkButton look="primary" to="/sign-in">
          {t('sign-in-submit')}
        </LinkButton>
      ) : (
        <code className={styles.command}>conmuta setup-link</code>
      )}
    </>
  );
}

interface Account {
  user_name: string;
  first_name: string;
  last_name: string;
  email: string;
  password: string;
  confirmation: string;
  language: string;
  time_zone: string;
}

function AccountForm({ token }: { token: string }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { language } = useLanguage();
  const form = useForm<Account, Me>({
    initial: {
      user_name: '',
      first_name: '',
      last_name: '',
      email: '',
      password: '',
      confirmation: '',
      language,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    schema: 'NewOperator',
    save: (body) => answered(door.POST('/api/v1/setup/claim', { body: { ...body, token } })),
    saved: () => navigate('/setup', { replace: true }),
    check: ({ user_name, first_name, password, confirmation }, say) => {
      const rule = passwordRule(password, user_name);
      const needed = (text: string) => (text.trim() === '' ? say('rule-required') : undefined);
      return {
        '/user_name': needed(user_name),
        '/first_name': needed(first_name),
        '/password': needed(password) ?? (rule && say(rule)),
        '/confirmation': confirmation === password ? undefined : say('problem-password-not_confirmed'),
      };
    },
  });
  return (
    <form className={card.form} onSubmit={form.submit} noValidate>
      <ProblemNotice problem={form.problem} />
      <div className={styles.pair}>
        <TextField field={form.field('/first_name')} label={t('users-first-name')} autoComplete="given-name" first />
        <TextField field={form.field('/last_name')} label={t('users-last-name')} autoComplete="family-name" />
      </div>
      <TextField field={form.field('/user_name')} label={t('users-user-name')} hint={t('users-user-name-hint')} autoComplete="username" />
      <TextField field={form.field('/email')} label={t('users-email')} hint={t('users-email-hint')} type="email" autoComplete="email" />
      <div>
        <PasswordField field={form.field('/password')} label={t('users-password')} hint={t('start-password-hint')} />
        <StrengthBar password={form.values.password} userName={form.values.user_name} />
      </div>
      <PasswordField field={form.field('/confirmation')} label={t('start-confirmation')} />
      <div className={styles.pair}>
        <SelectField field={form.field('/language')} label={t('users-language')} options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))} />
        <ZoneField field={form.field('/time_zone')} label={t('users-time-zone')} />
      </div>
      <Button type="submit" look="primary" className={card.submit ?? ''} busy={form.busy}>
        {t('start-claim-submit')}
      </Button>
    </form>
  );
}
