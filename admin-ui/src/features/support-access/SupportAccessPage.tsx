/** Who of the staff may come in, who asks to, and who came. Nobody of support comes in unless somebody here lets them. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { useMay, usePlace } from '../../api/place';
import type { SupportGrant, SupportVisit } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { useNow } from '../../realtime/now';
import { Badge, Status } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { PlusIcon } from '../../ui/icons';
import { PageHead, Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import { useCreating } from '../../ui/useCreating';
import { AcceptDrawer, GiveDrawer } from './GrantDrawers';
import styles from './SupportAccessPage.module.css';
import { lastingText, leftText, STATE_TONES, staffText, useGrantActs, useGrants, useVisits } from './useSupport';

export default function SupportAccessPage() {
  const t = useTexts();
  const { tenant } = usePlace();
  // Staff that stepped in decides nothing for the tenant.
  const writes = useMay()('support_access.write') && tenant === undefined;
  const grants = useGrants();
  const [giving, setGiving] = useCreating(writes, t('support-give'));
  const [answering, setAnswering] = useState<SupportGrant>();
  const of = (states: SupportGrant['state'][]) => grants.data?.filter(({ state }) => states.includes(state)) ?? [];
  const [asked, given, past] = [of(['asked']), of(['given']), of(['refused', 'lapsed', 'ended'])];
  return (
    <>
      <PageHead title={t('support-title')} lead={t('support-lead')}>
        {writes && (
          <Button look="primary" icon={PlusIcon} onClick={() => setGiving(true)}>
            {t('support-give')}
          </Button>
        )}
      </PageHead>
      {asked.map((grant) => (
        <Request key={grant.id} grant={grant} writes={writes} accept={() => setAnswering(grant)} />
      ))}
      <Panel label={t('support-now')} busy={grants.isFetching}>
        <h2 className={styles.heading}>{t('support-now')}</h2>
        {grants.error && !grants.data ? (
          <ProblemState problem={grants.error} retry={() => void grants.refetch()} />
        ) : !grants.data ? (
          <SkeletonRows rows={2} />
        ) : given.length > 0 ? (
          given.map((grant) => <Given key={grant.id} grant={grant} writes={writes} />)
        ) : (
          <EmptyState title={t('support-nobody')} lead={t('support-nobody-lead')} />
        )}
      </Panel>
      <Came />
      {past.length > 0 && <Past grants={past} />}
      {giving && <GiveDrawer close={() => setGiving(false)} />}
      {answering && <AcceptDrawer grant={answering} close={() => setAnswering(undefined)} />}
    </>
  );
}

function useAct() {
  const tell = useTell();
  const t = useTexts();
  return (doing: Promise<unknown>, text: string) =>
    void doing.then(
      () => tell({ text }),
      (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' }),
    );
}

function Request({ grant, writes, accept }: { grant: SupportGrant; writes: boolean; accept: () => void }) {
  const t = useTexts();
  const formats = useFormats();
  const nowSecs = useNow();
  const { refuse } = useGrantActs();
  const act = useAct();
  return (
    <section className={styles.request} aria-label={t('support-asks', { name: grant.staff_name })}>
      <div className={styles.words}>
        <h2 className={styles.name}>{t('support-asks', { name: staffText(t, grant) })}</h2>
        <p className={styles.reason}>{grant.reason}</p>
        <p className={styles.facts}>
          {t(`support-level-${grant.access}`)} · {lastingText(t, grant.hours)} · {formats.ago(grant.created_at, nowSecs)}
        </p>
      </div>
      {writes && (
        <div className={styles.acts}>
          <Button onClick={() => act(refuse(grant.id), t('support-refused'))}>{t('support-refuse')}</Button>
          <Button look="primary" onClick={accept}>
            {t('support-accept')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Given({ grant, writes }: { grant: SupportGrant; writes: boolean }) {
  const t = useTexts();
  const nowSecs = useNow();
  const { end } = useGrantActs();
  const act = useAct();
  return (
    <div className={styles.given}>
      <div className={styles.words}>
        <h3 className={styles.name}>{staffText(t, grant)}</h3>
        <p className={styles.reason}>{grant.reason}</p>
        <p className={styles.facts}>
          <Badge tone={grant.access === 'change' ? 'warning' : 'quiet'}>{t(`support-level-${grant.access}`)}</Badge> {leftText(t, grant.ends_at, nowSecs)} ·{' '}
          {t('support-by', { name: grant.decided_by })}
        </p>
      </div>
      {writes && <Button onClick={() => act(end(grant.id), t('support-ended'))}>{t('support-end')}</Button>}
    </div>
  );
}

function Came() {
  const t = useTexts();
  const formats = useFormats();
  const nowSecs = useNow();
  const visits = useVisits();
  const columns: Column<SupportVisit>[] = [
    { key: 'who', title: t('support-who'), main: true, cell: ({ staff_name }) => staff_name },
    { key: 'home', title: t('support-home'), cell: ({ staff_home_title }) => staff_home_title || <Quiet>—</Quiet> },
    { key: 'how', title: t('support-how'), cell: ({ grant }) => t(grant ? 'support-by-consent' : 'support-as-above') },
    { key: 'source', title: t('support-source'), wideOnly: true, cell: ({ source }) => source ?? <Quiet>—</Quiet> },
    {
      key: 'at',
      title: t('support-at'),
      figure: true,
      cell: ({ at }) => (
        <time dateTime={at} title={formats.exact(at)}>
          {formats.ago(at, nowSecs)}
        </time>
      ),
    },
  ];
  return (
    <Panel label={t('support-came')}>
      <h2 className={styles.heading}>{t('support-came')}</h2>
      {visits.error && !visits.data ? (
        <ProblemState problem={visits.error} retry={() => void visits.refetch()} />
      ) : !visits.data ? (
        <SkeletonRows rows={3} />
      ) : visits.data.length > 0 ? (
        <DataTable caption={t('support-came')} columns={columns} rows={visits.data} id={({ at, staff }) => `${at}${staff}`} />
      ) : (
        <EmptyState title={t('support-came-none')} lead={t('support-came-none-lead')} />
      )}
    </Panel>
  );
}

function Past({ grants }: { grants: SupportGrant[] }) {
  const t = useTexts();
  const formats = useFormats();
  const columns: Column<SupportGrant>[] = [
    { key: 'who', title: t('support-who'), main: true, cell: (grant) => staffText(t, grant) },
    { key: 'reason', title: t('support-reason'), wideOnly: true, cell: ({ reason }) => reason },
    { key: 'level', title: t('support-level'), cell: ({ access }) => t(`support-level-${access}`) },
    { key: 'state', title: t('support-state'), cell: ({ state }) => <Status tone={STATE_TONES[state]}>{t(`support-state-${state}`)}</Status> },
    { key: 'by', title: t('support-decided-by'), wideOnly: true, cell: ({ decided_by }) => decided_by || <Quiet>—</Quiet> },
    { key: 'at', title: t('support-ends-at'), figure: true, cell: ({ ends_at }) => <time dateTime={ends_at}>{formats.dateTime(ends_at)}</time> },
  ];
  return (
    <Panel label={t('support-past')}>
      <h2 className={styles.heading}>{t('support-past')}</h2>
      <DataTable caption={t('support-past')} columns={columns} rows={grants} id={({ id }) => id} />
    </Panel>
  );
}
