/** The figures of the process as cards; those that move have a line of the last quarter of an hour. */
import type { ReactNode } from 'react';
import type { HealthFigures } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import styles from './Figures.module.css';
import { Spark } from './Spark';
import { sizeOf } from './verdict';

/** Samples of fifteen minutes. */
const MINUTES = 15;
const SOON_DAYS = 21;

interface CardProperties {
  title: string;
  value: ReactNode;
  lead?: ReactNode;
  tone?: 'warning' | 'bad' | undefined;
  values?: readonly (number | null)[];
  /** How a value of the line reads. */
  shown?: (value: number) => string;
  slots?: number;
}

function Card({ title, value, lead, tone, values, shown, slots = 0 }: CardProperties) {
  return (
    <div className={styles.card} data-tone={tone}>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.value}>{value}</div>
      <div className={styles.lead}>{lead}</div>
      {values && shown && <Spark title={title} values={values} slots={slots} shown={shown} />}
    </div>
  );
}

export function Figures({ figures }: { figures: HealthFigures }) {
  const t = useTexts();
  const { number } = useFormats();
  const { history, journal_waiting, outbox_waiting } = figures;
  const database = figures.database_ms ?? undefined;
  const days = figures.certificate_days ?? undefined;
  const free = figures.disk_free_bytes ?? undefined;
  const slots = (MINUTES * 60) / history.every_secs;
  const size = (bytes: number) => sizeOf(bytes, number);
  const rate = (value: number) => number(value, value < 10 ? 1 : 0);
  const millis = (value: number) => `${number(value, value < 10 ? 1 : 0)} ms`;
  const percent = (value: number) => `${number(value)} %`;
  const waits = journal_waiting + outbox_waiting > 0;
  return (
    <section className={styles.grid} aria-label={t('health-live')}>
      <Card title={t('health-calls')} value={number(figures.calls)} lead={t('health-calls-rate', { rate: rate(figures.calls_per_sec) })} values={history.calls} slots={slots} shown={number} />
      <Card
        title={t('health-devices')}
        value={number(figures.devices)}
        lead={t('health-devices-rate', { rate: rate(figures.registrations_per_sec) })}
        values={history.devices}
        slots={slots}
        shown={number}
      />
      <Card title={t('health-cpu')} value={percent(figures.cpu_percent)} lead={t('health-cpu-lead')} values={history.cpu_percent} slots={slots} shown={percent} />
      <Card title={t('health-memory')} value={size(figures.memory_bytes)} values={history.memory_bytes} slots={slots} shown={size} />
      <Card
        title={t('health-database')}
        value={database === undefined ? t('health-database-silent') : millis(database)}
        tone={database === undefined ? 'bad' : undefined}
        lead={database !== undefined && t('health-database-lead')}
        values={history.database_ms}
        slots={slots}
        shown={millis}
      />
      <Card
        title={t('health-dropped')}
        value={number(figures.dropped_datagrams)}
        lead={t('health-dropped-lead')}
        tone={figures.dropped_datagrams > 0 ? 'warning' : undefined}
        values={history.dropped_per_sec}
        slots={slots}
        shown={rate}
      />
      <Card
        title={t('health-shed')}
        value={number(figures.shed)}
        lead={t('health-shed-lead')}
        tone={figures.shed > 0 ? 'warning' : undefined}
        values={history.shed_per_sec}
        slots={slots}
        shown={rate}
      />
      <Card
        title={t('health-backlog')}
        value={number(journal_waiting + outbox_waiting)}
        lead={waits ? t('health-backlog-lead', { journal: number(journal_waiting), outbox: number(outbox_waiting) }) : t('health-backlog-none')}
      />
      <Card
        title={t('health-certificate')}
        value={days === undefined ? '—' : days < 0 ? t('health-certificate-ended') : t('health-days', { count: days })}
        lead={days !== undefined && days >= 0 && t('health-certificate-lead')}
        tone={days === undefined ? undefined : days < 0 ? 'bad' : days < SOON_DAYS ? 'warning' : undefined}
      />
      <Card title={t('health-disk')} value={free === undefined ? '—' : size(free)} lead={t('health-disk-lead')} />
      <Card title={t('health-bans')} value={number(figures.bans)} lead={t('health-bans-lead', { dropped: number(figures.banned_dropped) })} />
      <Card title={t('health-uptime')} value={uptime(figures.uptime_secs, t)} lead={`${t('health-version')} ${figures.version}`} />
    </section>
  );
}

const DAY = 86_400;

function uptime(secs: number, t: ReturnType<typeof useTexts>): string {
  if (secs >= 2 * DAY) return t('health-days', { count: Math.floor(secs / DAY) });
  const [hours, minutes] = [Math.floor(secs / 3600), Math.floor((secs % 3600) / 60)];
  return `${hours}:${String(minutes).padStart(2, '0')} h`;
}
