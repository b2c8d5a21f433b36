/** One call afterwards: its record, how it was routed, the whole SIP conversation, and how it sounded. */
import { Link, useParams } from 'react-router';
import { usePlace } from '../../api/place';
import { useTrunkNames } from '../../api/lookup';
import type { CallTrace, Cdr } from '../../api/types';
import { clock, useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Badge, Status } from '../../ui/Badge';
import { EmptyState } from '../../ui/EmptyState';
import { Facts, PageHead, Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonForm, SkeletonRows } from '../../ui/Skeleton';
import { type Tab, Tabs } from '../../ui/Tabs';
import styles from './CallPage.module.css';
import { causeText, Kind, toneOf } from './columns';
import { Decisions } from './Decisions';
import { Ladder } from './Ladder';
import { Media } from './Media';
import { Verdict } from './Verdict';
import { useCallRecords, useCdr, useTrace } from './useCdrs';

export default function CallPage() {
  const t = useTexts();
  const { id = '' } = useParams();
  const { path } = usePlace();
  const { exact } = useFormats();
  const { data: cdr, error, refetch } = useCdr(id);
  if (error && !cdr) return <ProblemState page problem={error} retry={() => void refetch()} />;
  if (!cdr) return <SkeletonForm />;
  return (
    <>
      <PageHead
        title={`${cdr.from} → ${cdr.to}`}
        back={{ to: path('/report'), label: t('cdrs-title') }}
        badge={
          <>
            <Badge tone={toneOf(cdr.disposition)}>{t(`disposition-${cdr.disposition}`)}</Badge>
            {cdr.emergency && <Badge tone="bad">{t('cdrs-emergency')}</Badge>}
          </>
        }
        lead={exact(cdr.detected)}
      />
      <Record cdr={cdr} />
      <Panel label={t('diagnosis')}>
        <div className={styles.verdict}>
          <Verdict cdr={cdr} />
        </div>
      </Panel>
      <div className={styles.tabs}>
        <Trace cdr={cdr} />
      </div>
    </>
  );
}

function Record({ cdr }: { cdr: Cdr }) {
  const t = useTexts();
  const { time } = useFormats();
  const trunk = useTrunkNames([cdr.trunk]).get(cdr.trunk ?? '')?.name;
  const waited = (Date.parse(cdr.connected ?? cdr.disconnected) - Date.parse(cdr.detected)) / 1000;
  return (
    <Panel label={t('cdrs-record')}>
      <Facts
        facts={[
          [t('cdrs-kind'), <Kind key="kind" kind={cdr.kind} t={t} />],
          [t('cdrs-from'), [cdr.from, cdr.from_name].filter(Boolean).join(' · ')],
          [t('cdrs-to'), cdr.to],
          [t('cdrs-duration'), cdr.connected && clock(cdr.duration_ms / 1000)],
          [t('cdrs-waited'), clock(waited)],
          [t('cdrs-rang'), cdr.rang && time(cdr.rang)],
          [t('cdrs-connected'), cdr.connected && time(cdr.connected)],
          [t('cdrs-disconnected'), time(cdr.disconnected)],
          [t('cdrs-side'), t(`side-${cdr.side}`)],
          [t('cdrs-cause'), `${causeText(t, cdr)} (${cdr.cause}${cdr.status ? ` · SIP ${cdr.status}` : ''})`],
          [t('cdrs-origin'), t(`origin-${cdr.origin}`)],
          ...(trunk ? [[t('cdrs-trunk'), trunk] as const] : []),
        ]}
      />
      <Others cdr={cdr} />
    </Panel>
  );
}

/** The other records of the same call, in order. */
function Others({ cdr }: { cdr: Cdr }) {
  const t = useTexts();
  const { path } = usePlace();
  const { time } = useFormats();
  const records = useCallRecords(cdr.call).data?.items ?? [];
  if (records.length < 2) return null;
  return (
    <div className={styles.others}>
      <h2 className={styles.heading}>{t('cdrs-others')}</h2>
      <ol className={styles.chain}>
        {records.map((record) => (
          <li key={record.id}>
            <Link to={path(`/report/${record.id}`)} aria-current={record.id === cdr.id ? 'page' : undefined} className={styles.link}>
              <span>{time(record.detected)}</span>
              <strong>
                {record.from} → {record.to}
              </strong>
              <span>{t(`origin-${record.origin}`)}</span>
              <Status tone={toneOf(record.disposition)}>{t(`disposition-${record.disposition}`)}</Status>
            </Link>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Trace({ cdr }: { cdr: Cdr }) {
  const t = useTexts();
  const { data, error, refetch } = useTrace(cdr.id);
  if (error?.status === 404) {
    return (
      <Panel>
        <EmptyState title={t('trace-none')} lead={t('trace-none-lead')} />
      </Panel>
    );
  }
  if (error && !data) return <ProblemState problem={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows />;
  return <Tabs label={t('trace')} tabs={tabsOf(data, t)} />;
}

const tabsOf = (trace: CallTrace, t: (key: string) => string): Tab[] => [
  { key: 'ladder', label: t('trace-ladder'), content: () => <Ladder trace={trace} /> },
  { key: 'decisions', label: t('trace-decisions'), content: () => <Decisions trace={trace} /> },
  { key: 'media', label: t('trace-media'), content: () => <Media figures={trace.media} /> },
];
