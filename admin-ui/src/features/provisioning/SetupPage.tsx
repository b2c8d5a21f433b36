/** The page behind a setup link, for whoever holds the phone: what it does, one button, and the account, once. */
import { type ReactNode, useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { answered, type ApiProblem, apiOf } from '../../api/client';
import type { components } from '../../api/generated';
import { useFormats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Button, IconButton } from '../../ui/Button';
import { CardHead, CardPage } from '../../ui/CardPage';
import card from '../../ui/CardPage.module.css';
import { CopyLine } from '../../ui/CopyLine';
import { EyeIcon, EyeOffIcon, PhoneIcon, WarningIcon } from '../../ui/icons';
import { Waiting } from '../../ui/Waiting';
import styles from './SetupPage.module.css';

type Offer = components['schemas']['SetupOffer'];
type Account = components['schemas']['SipAccount'];

const api = apiOf();
/** Linphone opens what begins so with itself; the address behind it gives it its configuration. */
const linphone = () => `linphone-config:${location.origin}${location.pathname}`;

export default function SetupPage() {
  const t = useTexts();
  return (
    <CardPage page={t('setup-page-title')}>
      <Content />
    </CardPage>
  );
}

function Content() {
  const { token = '' } = useParams();
  const { suggest } = useLanguage();
  const [offer, setOffer] = useState<Offer>();
  const [account, setAccount] = useState<Account>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    answered(api.POST('/api/v1/setup/look', { body: { token } })).then((found) => {
      setOffer(found);
      suggest(found.language);
    }, setProblem);
  }, [token, suggest]);
  const open = () => {
    setBusy(true);
    answered(api.POST('/api/v1/setup/open', { body: { token } }))
      .then(setAccount, setProblem)
      .finally(() => setBusy(false));
  };
  if (account) return <Shown account={account} />;
  if (problem) return <Over problem={problem} />;
  if (offer) return <Offered offer={offer} open={open} busy={busy} />;
  return <Waiting />;
}

/** Whose phone it is. */
interface Owner {
  company: string;
  name: string;
  number?: string | null;
}

const titleOf = ({ name, number }: Owner) => (number ? `${number} · ${name}` : name);

function Offered({ offer, open, busy }: { offer: Offer; open: () => void; busy: boolean }) {
  const t = useTexts();
  const { dateTime } = useFormats();
  return (
    <>
      <CardHead above={offer.company} title={titleOf(offer)} lead={t('setup-page-lead')} />
      {offer.password === 'new' && <Note>{t('setup-page-new-password')}</Note>}
      <a className={styles.app} href={linphone()}>
        <PhoneIcon />
        {t('setup-page-linphone')}
      </a>
      <Button look="plain" className={styles.show ?? ''} busy={busy} onClick={open}>
        {t('setup-page-show')}
      </Button>
      <p className={card.small}>{t('setup-page-until', { time: dateTime(offer.expires_at) })}</p>
    </>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <p className={styles.note}>
      <WarningIcon size={16} />
      {children}
    </p>
  );
}

function Shown({ account }: { account: Account }) {
  const t = useTexts();
  const [first] = account.transports;
  const doors = account.transports.map(({ transport, port }) => `${transport.toUpperCase()} ${port}`).join(' · ');
  return (
    <>
      <CardHead above={account.company} title={titleOf(account)} />
      <Note>{t('setup-page-once')}</Note>
      <div className={styles.values}>
        <CopyLine label={t('setup-page-server')} value={account.server} />
        <CopyLine label={t('setup-page-user')} value={account.user} />
        <Secret label={t('setup-page-password')} value={account.password} />
        {first && <CopyLine label={t('setup-page-transport')} value={doors} />}
      </div>
    </>
  );
}

function Secret({ label, value }: { label: string; value: string }) {
  const t = useTexts();
  const [seen, setSeen] = useState(false);
  return (
    <div className={styles.secret}>
      {seen ? (
        <CopyLine label={label} value={value} />
      ) : (
        <div className={styles.hidden}>
          <span>{label}</span>
          <span aria-hidden="true">••••••••••••</span>
        </div>
      )}
      <IconButton icon={seen ? EyeOffIcon : EyeIcon} label={t('show-secret')} data-side="left" aria-pressed={seen} onClick={() => setSeen(!seen)} />
    </div>
  );
}

/** Used, cancelled, expired, or never there. */
function Over({ problem }: { problem: ApiProblem }) {
  const t = useTexts();
  const gone = problem.status === 410 || problem.status === 404;
  return (
    <div role="alert">
      <CardHead title={t(gone ? 'setup-page-over' : 'failed-title')} lead={problem.status === 404 ? t('problem-provisioning-link_unknown') : problemText(t, problem)} />
      {gone && <p className={card.small}>{t('setup-page-ask')}</p>}
    </div>
  );
}
