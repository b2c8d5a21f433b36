/** Where an administrator arrives: how the exchange does now, and how today went. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useMay, usePlace, useZone } from '../../api/place';
import type { Trunk } from '../../api/types';
import { clock, useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { useNow } from '../../realtime/now';
import { Status } from '../../ui/Badge';
import { EmptyState } from '../../ui/EmptyState';
import { PageHead, Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { useActiveCalls } from '../calls/useActiveCalls';
import { toneOf } from '../cdrs/columns';
import { healthOf } from '../trunks/useTrunks';
import { answeredPart, totalOf } from './bars';
import { Hours } from './Hours';
import styles from './OverviewPage.module.css';
import { useToday, useTrunkStates, useUnanswered } from './useOverview';

export default function OverviewPage() {
  const t = useTexts();
  const zone = useZone();
  const now = useNow();
  // By the minute is enough to notice midnight, and keeps the question the same meanwhile.
  const today = useToday(Math.floor(now / 60) * 60_000, zone);
  return (
    <>
      <PageHead title={t('overview-title')} lead={t('overview-lead', { zone: zone ?? 'UTC' })} />
      <Tiles today={today.data} />
      <div className={styles.columns}>
        <Panel label={t('overview-hours')} busy={today.isPending}>
          {today.error && !today.data ? <ProblemState problem={today.error} retry={() => void today.refetch()} /> : today.data ? <Hours summary={today.data} /> : <SkeletonRows />}
        </Panel>
        <Unanswered />
      </div>
    </>
  );
}

function Tiles({ today }: { today: ReturnType<typeof useToday>['data'] }) {
  const t = useTexts();
  const { number } = useFormats();
  const may = useMay();
  const calls = useActiveCalls().data;
  const trunks = useTrunkStates(may('trunks.read')).data;
  const part = today && answeredPart(today.calls);
  return (
    <ul className={styles.tiles}>
      <Tile to="/calls" name={t('overview-now')} value={calls && number(calls.length)} />
      <Tile to="/report" name={t('overview-today')} value={today && number(totalOf(today.calls))} note={part === undefined ? undefined : t('overview-answered', { part: number(part * 100) })} />
      <Tile to="/report?how=unanswered" name={t('overview-missed')} value={today && number(today.calls.missed)} />
      <Tile to="/report" name={t('overview-talked')} value={today && clock(Math.round(today.talked_ms / 1000))} />
      {trunks && trunks.length > 0 && <Trunks trunks={trunks} />}
    </ul>
  );
}

function Tile({ to, name, value, note }: { to: string; name: string; value: string | undefined; note?: ReactNode }) {
  const { path } = usePlace();
  return (
    <li>
      <Link to={path(to)} className={styles.tile}>
        <span className={styles.name}>{name}</span>
        <span className={styles.value} aria-busy={value === undefined}>
          {value ?? '–'}
        </span>
        <span className={styles.note}>{note}</span>
      </Link>
    </li>
  );
}

function Trunks({ trunks }: { trunks: readonly Trunk[] }) {
  const t = useTexts();
  const { number } = useFormats();
  const used = trunks.filter(({ settings }) => settings.enabled !== false);
  const down = used.filter((trunk) => ['down', 'partly'].includes(healthOf(trunk).key));
  const note = down.length > 0 ? <Status tone="bad">{down.map(({ name }) => name).join(', ')}</Status> : undefined;
  return <Tile to="/trunks" name={t('overview-trunks')} value={`${number(used.length - down.length)} / ${number(used.length)}`} note={note} />;
}

function Unanswered() {
  const t = useTexts();
  const { path } = usePlace();
  const { dateTime } = useFormats();
  const { data, error, refetch } = useUnanswered();
  return (
    <Panel label={t('overview-last-missed')} busy={!data && !error}>
      <h2 className={styles.heading}>{t('overview-last-missed')}</h2>
      {error && !data ? (
        <ProblemState problem={error} retry={() => void refetch()} />
      ) : data?.items.length === 0 ? (
        <EmptyState title={t('overview-none-missed')} />
      ) : (
        <ul className={styles.missed}>
          {data?.items.map((cdr) => (
            <li key={cdr.id}>
              <Link to={path(`/report/${cdr.id}`)} className={styles.call}>
                <strong className={styles.parties}>
                  {cdr.from_name || cdr.from} → {cdr.to}
                </strong>
                <Status tone={toneOf(cdr.disposition)}>{t(`disposition-${cdr.disposition}`)}</Status>
                <span className={styles.at}>{dateTime(cdr.detected)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
