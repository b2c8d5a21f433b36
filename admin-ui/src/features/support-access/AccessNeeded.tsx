/** Staff at the door of a tenant that has not let it in: says so, and asks. The answer is heard at once. */
import { useEffect } from 'react';
import { Link } from 'react-router';
import { PlaceOf } from '../../api/place';
import type { AccessLevel, SupportGrant } from '../../api/types';
import { TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { Live } from '../../realtime/Live';
import { Button } from '../../ui/Button';
import { CardHead, CardPage } from '../../ui/CardPage';
import card from '../../ui/CardPage.module.css';
import { ProblemNotice, ProblemState } from '../../ui/ProblemNotice';
import { Waiting } from '../../ui/Waiting';
import styles from './AccessNeeded.module.css';
import { GrantFields } from './GrantFields';
import { type GrantDraft, lastingText, useTenantAccess } from './useSupport';

interface Properties {
  tenant: string;
  /** Tries the door again. */
  enter: () => void;
  onEnded: () => void;
}

export default function AccessNeeded({ tenant, enter, onEnded }: Properties) {
  const t = useTexts();
  return (
    <PlaceOf tenant={undefined} onEnded={onEnded}>
      <Live tenant={undefined} onEnded={onEnded}>
        <CardPage page={t('support-closed')} roomy>
          <Door tenant={tenant} enter={enter} />
          <Link to="/tenants" className={styles.back}>
            {t('support-back')}
          </Link>
        </CardPage>
      </Live>
    </PlaceOf>
  );
}

function Door({ tenant, enter }: { tenant: string; enter: () => void }) {
  const t = useTexts();
  const { standing, ask } = useTenantAccess(tenant);
  const open = standing.data?.given !== undefined || standing.data?.way === 'free';
  useEffect(() => {
    if (open) enter();
  }, [open, enter]);
  if (standing.error && !standing.data) return <ProblemState page problem={standing.error} />;
  if (!standing.data || open) return <Waiting />;
  const { title, way, most, request } = standing.data;
  const head = (lead?: string) => <CardHead title={t('support-closed-title', { title })} lead={lead && t(lead)} />;
  if (way === 'never') return head('support-never');
  if (request?.state === 'asked') {
    return (
      <>
        {head()}
        <Waits request={request} />
      </>
    );
  }
  return (
    <>
      {head(request?.state === 'refused' ? 'support-was-refused' : 'support-closed-lead')}
      <Ask most={most} ask={ask} />
    </>
  );
}

function Waits({ request }: { request: SupportGrant }) {
  const t = useTexts();
  return (
    <p className={styles.waits} role="status">
      <span className={styles.dot} aria-hidden="true" />
      {t('support-waits', { level: t(`support-level-${request.access}`), time: lastingText(t, request.hours) })}
    </p>
  );
}

function Ask({ most, ask }: { most: AccessLevel; ask: (draft: GrantDraft) => Promise<SupportGrant> }) {
  const t = useTexts();
  const form = useForm<GrantDraft, SupportGrant>({
    initial: { access: 'see', hours: 8, reason: '' },
    schema: 'NewSupportRequest',
    save: ask,
  });
  return (
    <form className={card.form} onSubmit={form.submit} noValidate>
      <TextField field={form.field('/reason')} label={t('support-reason')} hint={t('support-reason-hint')} first />
      <GrantFields form={form} most={most} />
      <ProblemNotice problem={form.problem} />
      <Button type="submit" look="primary" busy={form.busy}>
        {t('support-ask')}
      </Button>
    </form>
  );
}
