/** One of the first phones: what it is set up with, and how it registers, live. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { useMe } from '../../api/session';
import { useTexts } from '../../i18n/Language';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { CopyLine } from '../../ui/CopyLine';
import { CheckIcon } from '../../ui/icons';
import { ProblemNotice } from '../../ui/ProblemNotice';
import styles from './SetupPage.module.css';
import { behindNat, encrypted, type Phone, usePhoneActs } from './usePhones';
import { useHomeAddress } from './useHomeAddress';
import { serverOf } from './useSetup';

interface Properties {
  phone: Phone;
  /** Known in the visit that drew it. */
  secret: string | undefined;
  keep: (endpoint: string, secret: string) => void;
}

export function PhoneCard({ phone, secret, keep }: Properties) {
  const { endpoint, number } = phone;
  return (
    <article className={styles.phone} data-phone={number} data-registered={phone.device !== undefined}>
      <header className={styles.phoneHead}>
        <h3 className={styles.phoneName}>{endpoint.name}</h3>
        <Badge tone="accent">{number}</Badge>
      </header>
      <Registration phone={phone} />
      <Account phone={phone} secret={secret} keep={keep} />
    </article>
  );
}

function Registration({ phone: { device } }: { phone: Phone }) {
  const t = useTexts();
  return (
    <div role="status" className={styles.registration} data-registered={device !== undefined}>
      {device ? (
        <>
          <p className={styles.registered}>
            <CheckIcon size={16} /> {t('start-registered')}
          </p>
          <p className={styles.particulars}>
            {device.transport.toUpperCase()} · {device.address}
            {device.user_agent && ` · ${device.user_agent}`}
          </p>
          <p className={styles.particulars}>
            {t(behindNat(device) ? 'start-nat' : 'start-no-nat')} · {t(encrypted(device) ? 'start-tls' : 'start-no-tls')}
          </p>
        </>
      ) : (
        <p className={styles.waiting}>
          <span className={styles.pulse} aria-hidden="true" /> {t('start-waits')}
        </p>
      )}
    </div>
  );
}

function Account({ phone: { endpoint, device }, secret, keep }: Properties) {
  const t = useTexts();
  const domain = useMe().data?.tenant.domain;
  const address = useHomeAddress().data;
  const { drawSecret } = usePhoneActs();
  const [problem, setProblem] = useState<ApiProblem>();
  const host = serverOf(address, window.location.hostname);
  const draw = () => {
    setProblem(undefined);
    drawSecret(endpoint.id).then((drawn) => keep(endpoint.id, drawn), setProblem);
  };
  const doors = address?.transports.map(({ transport, port }) => `${transport.toUpperCase()} ${port}`).join(' · ');
  return (
    <div className={styles.account}>
      <CopyLine label={t('sip-user')} value={endpoint.terminal_user} />
      {secret ? (
        <CopyLine label={t('sip-secret')} value={secret} />
      ) : (
        <div className={styles.drawn}>
          <p className={styles.words}>{t('start-secret-gone')}</p>
          {!device && (
            <Button size="small" onClick={draw}>
              {t('secret-new')}
            </Button>
          )}
          <ProblemNotice problem={problem} />
        </div>
      )}
      <CopyLine label={t('start-server')} value={host} />
      {doors && <p className={styles.doors}>{doors}</p>}
      {domain && (
        <details className={styles.more}>
          <summary>{t('start-phone-more')}</summary>
          <CopyLine label={t('sip-domain')} value={domain} />
          <p className={styles.words}>{t('start-phone-domain', { domain, host })}</p>
        </details>
      )}
    </div>
  );
}
