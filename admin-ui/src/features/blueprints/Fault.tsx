/** Why a blueprint is refused, and where: the line itself with those around it. */
import type { ApiProblem } from '../../api/client';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Panel } from '../../ui/Page';
import styles from './Blueprints.module.css';
import { around } from './texts';

export function Fault({ problem, text }: { problem: ApiProblem; text: string }) {
  const t = useTexts();
  const { line, pointer, detail } = problem;
  const field = pointer?.slice(1).replaceAll('/', ' › ');
  return (
    <Panel>
      <div className={styles.fault} role="alert">
        <p className={styles.wrong}>{line ? t('blueprints-fault', { line }) : problemText(t, problem)}</p>
        {field && <p className={styles.quiet}>{field}</p>}
        {detail && <p>{detail}</p>}
        {line && (
          <pre className={styles.excerpt}>
            {around(text, line).map(({ number, text: content }) => (
              <span key={number} className={styles.row} data-fault={number === line}>
                <span className={styles.number}>{number}</span>
                {content}
                {'\n'}
              </span>
            ))}
          </pre>
        )}
      </div>
    </Panel>
  );
}
