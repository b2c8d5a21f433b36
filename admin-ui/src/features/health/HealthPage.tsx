/** How the installation is: a verdict, the checks with what to do, and the figures of the last quarter of an hour. */
import type { HealthChecks, HealthFigures } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { WarningIcon, CheckIcon } from '../../ui/icons';
import { PageHead, Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { Checks } from './Checks';
import { Figures } from './Figures';
import styles from './HealthPage.module.css';
import { useChecks, useFigures } from './useHealth';
import { verdictOf } from './verdict';

export default function HealthPage() {
  const t = useTexts();
  const checks = useChecks();
  const figures = useFigures();
  const failure = checks.error ?? figures.error;
  return (
    <>
      <PageHead title={t('health-title')} lead={t('health-lead')} />
      {checks.data && <Verdict checks={checks.data} figures={figures.data} />}
      {failure && !checks.data && !figures.data ? (
        <Panel>
          <ProblemState problem={failure} retry={() => void Promise.all([checks.refetch(), figures.refetch()])} />
        </Panel>
      ) : (
        <>
          {figures.data ? <Figures figures={figures.data} /> : <Waiting />}
          {checks.data ? <Checks checks={checks.data} /> : <Waiting />}
          {figures.data && <Foot figures={figures.data} />}
        </>
      )}
    </>
  );
}

function Waiting() {
  return (
    <Panel busy>
      <SkeletonRows />
    </Panel>
  );
}

function Verdict({ checks, figures }: { checks: HealthChecks; figures: HealthFigures | undefined }) {
  const t = useTexts();
  const { state, count } = verdictOf(checks, figures);
  if (!checks.at || (checks.running && checks.items.length === 0)) {
    return (
      <div className={styles.verdict} data-state="none" role="status">
        <strong className={styles.words}>{t('health-checking')}</strong>
      </div>
    );
  }
  const Icon = state === 'ok' ? CheckIcon : WarningIcon;
  return (
    <div className={styles.verdict} data-state={state} role="status">
      <span className={styles.sign}>
        <Icon size={22} />
      </span>
      <div>
        <strong className={styles.words}>{state === 'ok' ? t('health-well') : t('health-needs', { count })}</strong>
        <p className={styles.more}>{t(state === 'ok' ? 'health-well-lead' : state === 'failed' ? 'health-failed-lead' : 'health-warning-lead')}</p>
        {figures?.journal_failing && <p className={styles.more}>{t('health-journal-failing', { error: figures.journal_failing })}</p>}
      </div>
    </div>
  );
}

function Foot({ figures }: { figures: HealthFigures }) {
  const t = useTexts();
  const { dateTime, number } = useFormats();
  const { streams, malformed, panics, lag_us, version, started_at } = figures;
  return (
    <p className={styles.foot}>
      Conmuta {version} · {t('health-running', { at: dateTime(started_at) })} · {t('health-other', { streams, malformed: number(malformed), lag: number(lag_us / 1000), panics })}
    </p>
  );
}
