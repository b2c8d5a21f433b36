/** Setting up a softphone for an extension: a QR code that works once, and whether it has. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import type { Endpoint } from '../../api/types';
import { Section } from '../../forms/FormParts';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Status, type Tone } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { CheckIcon, PhoneIcon } from '../../ui/icons';
import { CopyLine } from '../../ui/CopyLine';
import { useTell } from '../../ui/Toasts';
import { useDevices } from '../endpoints/useEndpoints';
import { NotReady } from './NotReady';
import styles from './Provisioning.module.css';
import { type LinkPassword, type MadeSetupLink, type SetupLink, useProvisioning, useProvisioningActs, useSetupLinks } from './useProvisioning';

const HOURS = [1, 24, 72, 168] as const;
const TONES: Record<SetupLink['state'], Tone> = { open: 'accent', used: 'good', revoked: 'quiet', expired: 'quiet' };

export function SetupTab({ endpoint }: { endpoint: Endpoint }) {
  const t = useTexts();
  const links = useSetupLinks(endpoint.id);
  const [made, setMade] = useState<MadeSetupLink>();
  const current = links.data?.find(({ id }) => id === made?.id) ?? made;
  const others = links.data?.filter(({ id }) => id !== made?.id) ?? [];
  return (
    <>
      <NotReady />
      <Section title={t('setup-title')} lead={t('setup-lead')}>
        {made && current ? <Made endpoint={endpoint} made={made} link={current} again={() => setMade(undefined)} /> : <Make endpoint={endpoint} made={setMade} />}
      </Section>
      {others.length > 0 && (
        <Section title={t('setup-earlier')} lead={t('setup-earlier-lead')}>
          <ul className={styles.links}>
            {others.map((link) => (
              <Earlier key={link.id} endpoint={endpoint} link={link} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Make({ endpoint, made }: { endpoint: Endpoint; made: (link: MadeSetupLink) => void }) {
  const t = useTexts();
  const tell = useTell();
  const { makeLink } = useProvisioningActs();
  const { data: place } = useProvisioning();
  const registered = useDevices(endpoint.id).data?.length ?? 0;
  const [chosen, setChosen] = useState<LinkPassword>();
  const [hours, setHours] = useState<number>(24);
  // Where something is registered already it is to stay so, unless told otherwise.
  const password = chosen ?? (registered > 0 ? 'keep' : 'new');
  const act = () => void makeLink(endpoint.id, { lives_hours: hours, password }).then(made, (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' }));
  return (
    <div className={styles.make}>
      <fieldset className={styles.choice}>
        <legend>{t('setup-password')}</legend>
        {(['new', 'keep'] as const).map((value) => (
          <label key={value} className={styles.option}>
            <input type="radio" name="setup-password" checked={password === value} onChange={() => setChosen(value)} />
            <span>
              <span className={styles.strong}>{t(`setup-password-${value}`)}</span>
              <span className={styles.quiet}>{t(`setup-password-${value}-lead`, { count: registered })}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label className={styles.hours}>
        {t('setup-lives')}
        <select value={hours} onChange={({ currentTarget }) => setHours(Number(currentTarget.value))}>
          {HOURS.map((value) => (
            <option key={value} value={value}>
              {t('setup-hours', { hours: value, days: value / 24 })}
            </option>
          ))}
        </select>
      </label>
      <div>
        <Button look="primary" icon={PhoneIcon} onClick={act} disabled={place?.ready === false}>
          {t('setup-make')}
        </Button>
      </div>
    </div>
  );
}

interface MadeProperties {
  endpoint: Endpoint;
  made: MadeSetupLink;
  /** The same as it is by now. */
  link: SetupLink;
  again: () => void;
}

function Made({ endpoint, made, link, again }: MadeProperties) {
  const t = useTexts();
  const { dateTime } = useFormats();
  const { revokeLink } = useProvisioningActs();
  const usedAt = link.used_at ? Date.parse(link.used_at) : undefined;
  const phone = useDevices(endpoint.id).data?.find((device) => usedAt !== undefined && Date.parse(device.since) >= usedAt);
  const open = link.state === 'open';
  return (
    <div className={styles.made}>
      <div className={styles.code} data-over={!open}>
        {/* Dark on white in every look: readers of codes expect it. */}
        <img src={`data:image/svg+xml,${encodeURIComponent(made.qr)}`} alt={t('setup-code', { name: endpoint.name })} width={280} height={280} />
        {!open && (
          <span className={styles.over}>
            <CheckIcon size={48} />
          </span>
        )}
      </div>
      <div className={styles.beside}>
        <ol className={styles.progress} aria-live="polite">
          <Step done label={t('setup-step-made')} detail={t('setup-until', { time: dateTime(link.expires_at) })} />
          <Step done={link.state === 'used'} label={t(link.state === 'used' ? 'setup-step-opened' : 'setup-step-open')} detail={link.used_by?.agent ?? link.used_by?.address ?? ''} />
          <Step done={phone !== undefined} label={t(phone ? 'setup-step-registered' : 'setup-step-register')} detail={phone?.user_agent ?? phone?.address ?? ''} />
        </ol>
        {open && <CopyLine label={t('setup-link')} value={made.url} />}
        {open && <p className={styles.quiet}>{t('setup-once')}</p>}
        <div className={styles.buttons}>
          {open ? <Button onClick={() => void revokeLink(endpoint.id, made.id).then(again)}>{t('setup-cancel')}</Button> : <Button onClick={again}>{t('setup-another')}</Button>}
        </div>
      </div>
    </div>
  );
}

function Step({ done, label, detail }: { done: boolean; label: string; detail: string }) {
  return (
    <li className={styles.step} data-done={done}>
      <span className={styles.mark} aria-hidden="true">
        {done && <CheckIcon size={14} />}
      </span>
      <span>
        <span>{label}</span>
        {detail && <span className={styles.quiet}>{detail}</span>}
      </span>
    </li>
  );
}

function Earlier({ endpoint, link }: { endpoint: Endpoint; link: SetupLink }) {
  const t = useTexts();
  const { dateTime } = useFormats();
  const { revokeLink } = useProvisioningActs();
  return (
    <li className={styles.earlier}>
      <Status tone={TONES[link.state]}>{t(`link-${link.state}`)}</Status>
      <span>
        {t('setup-made-by', { name: link.made_by, time: dateTime(link.created_at) })}
        {link.used_by && <span className={styles.quiet}>{[link.used_by.address, link.used_by.agent].filter(Boolean).join(' · ')}</span>}
      </span>
      {link.state === 'open' && (
        <Button size="small" look="quiet" onClick={() => void revokeLink(endpoint.id, link.id)}>
          {t('setup-cancel')}
        </Button>
      )}
    </li>
  );
}
