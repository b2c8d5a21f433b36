/** How the call sounded: figures of each leg, and the estimated opinion drawn. */
import type { MediaFigures } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { Panel } from '../../ui/Page';
import { codecName } from '../endpoints/codecs';
import styles from './Media.module.css';
import { Quality } from './Quality';

/** ITU-T P.800: what listeners call good, and what they put up with. */
const GOOD = 4;
const FAIR = 3.1;
const BEST = 4.5;

export function Media({ figures }: { figures: MediaFigures[] }) {
  const t = useTexts();
  const { number } = useFormats();
  const millis = (micros: number | null | undefined) => (micros === null || micros === undefined ? <Quiet>—</Quiet> : `${number(micros / 1000, 1)} ms`);
  const columns: Column<MediaFigures>[] = [
    { key: 'leg', title: t('media-leg'), main: true, cell: ({ leg, source }) => [String(figures.findIndex((one) => one.leg === leg) + 1), source].filter(Boolean).join(' · ') },
    { key: 'mos', title: t('media-mos'), cell: ({ mos }) => <Opinion mos={mos ?? undefined} /> },
    { key: 'codec', title: t('media-codec'), cell: ({ codec }) => (codec ? codecName(codec) : <Quiet>—</Quiet>) },
    { key: 'received', title: t('media-received'), figure: true, cell: ({ received }) => number(received) },
    { key: 'sent', title: t('media-sent'), figure: true, cell: ({ sent }) => number(sent) },
    { key: 'lost', title: t('media-lost'), figure: true, cell: (leg) => <Lost {...leg} /> },
    { key: 'jitter', title: t('media-jitter'), figure: true, cell: ({ jitter_us, jitter_max_us }) => <span title={`max ${(jitter_max_us ?? 0) / 1000} ms`}>{millis(jitter_us)}</span> },
    { key: 'rtt', title: t('media-rtt'), figure: true, cell: ({ rtt_us }) => millis(rtt_us) },
  ];
  return (
    <Panel label={t('trace-media')}>
      {figures.length === 0 ? <EmptyState title={t('media-none')} lead={t('media-none-lead')} /> : <DataTable caption={t('trace-media')} columns={columns} rows={figures} id={({ leg }) => String(leg)} />}
      <Quality legs={figures} />
    </Panel>
  );
}

function Lost({ lost, received }: MediaFigures) {
  const { number } = useFormats();
  const expected = received + Math.max(0, lost);
  return (
    <>
      {number(lost)} {lost > 0 && expected > 0 && <Quiet>({number((lost / expected) * 100, 1)} %)</Quiet>}
    </>
  );
}

function Opinion({ mos }: { mos: number | undefined }) {
  const { number } = useFormats();
  if (mos === undefined) return <Quiet>—</Quiet>;
  const tone = mos >= GOOD ? 'good' : mos >= FAIR ? 'fair' : 'poor';
  return (
    <span className={styles.opinion} data-tone={tone}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ width: `${((mos - 1) / (BEST - 1)) * 100}%` }} />
      </span>
      {number(mos, 2)}
    </span>
  );
}
