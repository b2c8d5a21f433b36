/** What `conmuta doctor` looks at, from within the running server: the worst first, with what to do. */
import type { HealthChecks, HealthFinding } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { useNow } from '../../realtime/now';
import { Button } from '../../ui/Button';
import { Panel } from '../../ui/Page';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { Status, type Tone } from '../../ui/Badge';
import styles from './Checks.module.css';
import { useRunChecks } from './useHealth';
import { dashed, type State, worstFirst } from './verdict';

const TONES: Record<State, Tone> = { ok: 'good', warning: 'warning', failed: 'bad' };

export function Checks({ checks }: { checks: HealthChecks }) {
  const t = useTexts();
  const run = useRunChecks();
  const { ago } = useFormats();
  const now = useNow();
  const { at, running, total, items } = checks;
  const busy = running || run.isPending;
  return (
    <Panel label={t('health-checks')} busy={busy}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t('health-checks')}</h2>
        <span className={styles.when} aria-live="polite">
          {busy ? t('health-progress', { done: items.length, total }) : at && t('health-checked-at', { ago: ago(at, now) })}
        </span>
        <Button size="small" disabled={busy} onClick={() => run.mutate()}>
          {t('health-run')}
        </Button>
      </div>
      {busy && <progress className={styles.progress} value={items.length} max={total} aria-label={t('health-checks')} />}
      <ProblemNotice problem={run.error} />
      <ul className={styles.list}>
        {worstFirst(items).map((finding) => (
          <Line key={finding.check} finding={finding} />
        ))}
      </ul>
    </Panel>
  );
}

function Line({ finding: { check, state, code, figures } }: { finding: HealthFinding }) {
  const t = useTexts();
  const { number } = useFormats();
  const args = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, typeof value === 'number' && value > 65_535 ? number(value) : String(value)]));
  const [found, todo] = [`found-${dashed(code)}`, `do-${dashed(code)}`];
  const name = `check-${dashed(check)}`;
  return (
    <li className={styles.line} data-state={state}>
      <span className={styles.state}>
        <Status tone={TONES[state]}>{t(`health-state-${state}`)}</Status>
      </span>
      <div className={styles.what}>
        <strong className={styles.name}>{t.has(name) ? t(name) : check}</strong>
        <span className={styles.found}>{t.has(found) ? t(found, args) : code}</span>
        {t.has(todo) && (
          <p className={styles.todo}>
            <span className="visually-hidden">{t('health-do')}: </span>
            {t(todo, args)}
          </p>
        )}
      </div>
    </li>
  );
}
