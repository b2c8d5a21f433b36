/** The own limits and what is used of them, as a card that any page can show; it says so before a limit bites. */
import { Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { UsageBar } from './UsageBar';
import styles from './UsageCard.module.css';
import { useUsage } from './useUsage';

export function UsageCard() {
  const t = useTexts();
  const { number } = useFormats();
  const { data, error, refetch } = useUsage();
  if (error && !data) return <ProblemState problem={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows />;
  const { used, limits, plan } = data;
  return (
    <Panel label={t('usage-title')}>
      <div className={styles.card}>
        <div className={styles.head}>
          <h2 className={styles.title}>{t('usage-title')}</h2>
          {plan && <span className={styles.plan}>{t('usage-plan', { plan })}</span>}
        </div>
        <UsageBar label={t('limit-users')} used={used.users} most={limits.users} />
        <UsageBar label={t('limit-endpoints')} used={used.endpoints} most={limits.endpoints} />
        <UsageBar label={t('limit-concurrent-calls')} used={used.concurrent_calls} most={limits.concurrent_calls} more={t('usage-peak', { peak: number(used.peak_calls) })} />
      </div>
    </Panel>
  );
}
