/** Today by the hour: how many calls, and what became of them. */
import type { CdrSummary } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { OUTCOMES, piecesOf, scaleOf, totalOf } from './bars';
import styles from './Hours.module.css';

const WIDTH = 720;
const HEIGHT = 220;
const LEFT = 32;
const BOTTOM = 24;
const TOP = 8;

export function Hours({ summary }: { summary: CdrSummary }) {
  const t = useTexts();
  const { number, time } = useFormats();
  const { spans } = summary;
  const end = scaleOf(spans);
  const y = (calls: number) => TOP + (1 - calls / end) * (HEIGHT - BOTTOM - TOP);
  const step = (WIDTH - LEFT) / Math.max(1, spans.length);
  const hour = (at: string) => time(at).slice(0, 5);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <h2 className={styles.heading}>{t('overview-hours')}</h2>
        <ul className={styles.legend}>
          {OUTCOMES.map((outcome) => (
            <li key={outcome}>
              <span className={styles.key} data-outcome={outcome} aria-hidden="true" />
              {t(`outcome-${outcome}`)} <strong>{number(summary.calls[outcome])}</strong>
            </li>
          ))}
        </ul>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.drawing} role="img" aria-label={t('overview-hours-in-words', { calls: totalOf(summary.calls), answered: summary.calls.answered })}>
        {[0, end / 2, end].map((mark) => (
          <g key={mark}>
            <line x1={LEFT} x2={WIDTH} y1={y(mark)} y2={y(mark)} className={styles.mark} />
            {Number.isInteger(mark) && (
              <text x={LEFT - 8} y={y(mark) + 4} textAnchor="end" className={styles.scale}>
                {number(mark)}
              </text>
            )}
          </g>
        ))}
        {spans.map((span, place) => (
          <g key={span.at}>
            <title>{[hour(span.at), ...OUTCOMES.filter((outcome) => span[outcome] > 0).map((outcome) => `${t(`outcome-${outcome}`)}: ${number(span[outcome])}`)].join('\n')}</title>
            <rect x={LEFT + place * step} y={TOP} width={step} height={HEIGHT - BOTTOM - TOP} className={styles.hour} />
            {piecesOf(span).map(({ outcome, from, count }) => (
              <rect key={outcome} x={LEFT + place * step + step * 0.15} y={y(from + count)} width={step * 0.7} height={y(from) - y(from + count)} className={styles.bar} data-outcome={outcome} />
            ))}
            {place % 4 === 0 && (
              <text x={LEFT + place * step} y={HEIGHT - 6} className={styles.scale}>
                {hour(span.at)}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}
