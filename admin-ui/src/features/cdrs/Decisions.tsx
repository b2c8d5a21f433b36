/** How the call was routed, step by step, in the exchange's own words. */
import type { CallTrace } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Badge } from '../../ui/Badge';
import { EmptyState } from '../../ui/EmptyState';
import { Panel } from '../../ui/Page';
import styles from './Decisions.module.css';
import { after } from './ladder';

export function Decisions({ trace }: { trace: CallTrace }) {
  const t = useTexts();
  const began = Date.parse(trace.began);
  return (
    <Panel label={t('trace-decisions')}>
      {trace.decisions.length === 0 ? (
        <EmptyState title={t('trace-no-decisions')} />
      ) : (
        <ol className={styles.list}>
          {trace.decisions.map(({ at, by, said }, place) => (
            <li key={place} className={styles.step}>
              <span className={styles.time}>{after(Math.max(0, Date.parse(at) - began) * 1000)}</span>
              <Badge tone="accent">{by}</Badge>
              <span className={styles.said} lang="en">
                {said}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
