/** A leg's quality over time, drawn: the opinion as a line, losses as bars below it. */
import { useId } from 'react';
import type { MediaFigures } from '../../api/types';
import { clock, useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import styles from './Quality.module.css';
import { type History, linesOf, type Span, spansOf } from './quality';

const WIDTH = 640;
const HEIGHT = 120;
const LEFT = 28;
const BOTTOM = 20;
/** ITU-T P.800: what listeners call good, and what they put up with. */
const MARKS = [4, 3.1, 2];
const BEST = 4.5;

export function Quality({ legs }: { legs: readonly MediaFigures[] }) {
  const t = useTexts();
  const drawn = legs.flatMap(({ history }, place) => (history ? [{ history, leg: place + 1 }] : []));
  if (drawn.length === 0) return null;
  return (
    <div className={styles.quality}>
      <h2 className={styles.heading}>{t('media-over-time')}</h2>
      <div className={styles.legs}>
        {drawn.map(({ history, leg }) => (
          <Leg key={leg} leg={leg} history={history} />
        ))}
      </div>
    </div>
  );
}

function Leg({ leg, history }: { leg: number; history: History }) {
  const t = useTexts();
  const { number } = useFormats();
  const title = useId();
  const spans = spansOf(history);
  const end = spans.at(-1)?.to ?? 0;
  const x = (second: number) => LEFT + (second / end) * (WIDTH - LEFT);
  const y = (mos: number) => ((BEST - mos) / (BEST - 1)) * (HEIGHT - BOTTOM - 8) + 4;
  const opinions = spans.flatMap(({ mos }) => mos ?? []);
  const lost = spans.reduce((sum, span) => sum + span.lost, 0);
  const label = t('media-over-time-of', { leg, worst: number(Math.min(...opinions), 1), best: number(Math.max(...opinions), 1), lost });
  return (
    <figure className={styles.figure}>
      <figcaption id={title} className={styles.caption}>
        {label}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.drawing} role="img" aria-labelledby={title}>
        {MARKS.map((mark) => (
          <g key={mark}>
            <line x1={LEFT} x2={WIDTH} y1={y(mark)} y2={y(mark)} className={styles.mark} />
            <text x={0} y={y(mark) + 4} className={styles.scale}>
              {number(mark, 1)}
            </text>
          </g>
        ))}
        {spans.map((span) => (
          <Bar key={span.from} span={span} x={x(span.from)} width={Math.max(1, x(span.to) - x(span.from) - 1)} />
        ))}
        {linesOf(spans, ({ from, to }) => x((from + to) / 2), y).map((points) => (points.includes(' ') ? <polyline key={points} points={points} className={styles.line} /> : <Dot key={points} point={points} />))}
        {[0, end / 2, end].map((second, place) => (
          <text key={second} x={x(second)} y={HEIGHT - 4} textAnchor={(['start', 'middle', 'end'] as const)[place]} className={styles.scale}>
            {clock(second)}
          </text>
        ))}
      </svg>
    </figure>
  );
}

function Dot({ point }: { point: string }) {
  const [cx, cy] = point.split(',');
  return <circle cx={cx} cy={cy} r="3" className={styles.dot} />;
}

/** What was lost in a span; the whole height says what it was, for the pointer. */
function Bar({ span, x, width }: { span: Span; x: number; width: number }) {
  const t = useTexts();
  const { number } = useFormats();
  const part = span.lost / Math.max(1, span.lost + span.received);
  const height = span.lost > 0 ? Math.max(3, Math.min(1, part * 5) * (HEIGHT - BOTTOM)) : 0;
  const times = { from: clock(span.from), to: clock(span.to) };
  const words = span.mos === undefined ? t('media-span-silent', times) : t('media-span', { ...times, mos: number(span.mos, 2), lost: span.lost, jitter: number(span.jitter, 1) });
  return (
    <g>
      <title>{words}</title>
      <rect x={x} y={0} width={width} height={HEIGHT - BOTTOM} className={styles.span} data-silent={span.mos === undefined || undefined} />
      {height > 0 && <rect x={x} y={HEIGHT - BOTTOM - height} width={width} height={height} className={styles.loss} />}
    </g>
  );
}
