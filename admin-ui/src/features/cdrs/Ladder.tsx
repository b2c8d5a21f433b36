/** The whole SIP conversation: a line for each party, an arrow for each message, its text on a click. */
import { type CSSProperties, useMemo, useState } from 'react';
import type { CallTrace } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { EmptyState } from '../../ui/EmptyState';
import { Panel } from '../../ui/Page';
import styles from './Ladder.module.css';
import { after, EXCHANGE, partiesOf, type Rung, rungsOf } from './ladder';

export function Ladder({ trace }: { trace: CallTrace }) {
  const t = useTexts();
  const parties = useMemo(() => partiesOf(trace.messages), [trace]);
  const rungs = useMemo(() => rungsOf(trace.messages), [trace]);
  const [shown, setShown] = useState<number>();
  if (rungs.length === 0) {
    return (
      <Panel>
        <EmptyState title={t('trace-empty')} lead={t('trace-none-lead')} />
      </Panel>
    );
  }
  return (
    <Panel label={t('trace-ladder')}>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t('trace-ladder')}>
        <div className={styles.ladder} style={{ '--parties': parties.length } as CSSProperties}>
          <div className={styles.heads}>
            {parties.map((party) => (
              <span key={party} className={styles.party} data-exchange={party === EXCHANGE} title={party === EXCHANGE ? undefined : party}>
                {party === EXCHANGE ? t('trace-exchange') : party}
              </span>
            ))}
          </div>
          <ol className={styles.rungs}>
            {rungs.map((rung, place) => (
              <RungLine key={place} rung={rung} parties={parties} opened={shown === place} toggle={() => setShown(shown === place ? undefined : place)} />
            ))}
          </ol>
        </div>
      </div>
      {trace.left_out > 0 && <p className={styles.left}>{t('trace-left-out', { count: trace.left_out })}</p>}
    </Panel>
  );
}

function RungLine({ rung, parties, opened, toggle }: { rung: Rung; parties: readonly string[]; opened: boolean; toggle: () => void }) {
  const { message, from, to, label, tone, of } = rung;
  const place = { '--first': Math.min(from, to), '--span': Math.abs(from - to) } as CSSProperties;
  return (
    <li>
      <button type="button" className={styles.rung} data-tone={tone} aria-expanded={opened} onClick={toggle}>
        <span className={styles.time}>{after(message.after_us)}</span>
        <span className={styles.lanes}>
          {parties.map((party) => (
            <span key={party} className={styles.lane} aria-hidden="true" />
          ))}
          <span className={styles.arrow} data-way={to > from ? 'right' : 'left'} style={place}>
            <span className={styles.label}>
              {label}
              {of && <span className={styles.of}>{of}</span>}
              <span className="visually-hidden">
                {message.from} → {message.to}
              </span>
            </span>
          </span>
        </span>
      </button>
      {opened && <pre className={styles.text}>{message.text.trimEnd()}</pre>}
    </li>
  );
}
