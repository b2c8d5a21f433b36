/** How the call was routed, step by step. */
import type { CallTrace } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Badge } from '../../ui/Badge';
import { EmptyState } from '../../ui/EmptyState';
import { Panel } from '../../ui/Page';
import { decider, said } from './decided';
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
          {trace.decisions.map((step, place) => (
            <li key={place} className={styles.step} data-code={step.code}>
              <span className={styles.time}>{after(Math.max(0, Date.parse(step.at) - began) * 1000)}</span>
              <Badge tone={step.code.startsWith('refused.') ? 'bad' : 'accent'}>{t(decider(step))}</Badge>
              <span className={styles.said}>{said(step, t)}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
