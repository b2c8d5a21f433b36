/** What the company uses of what it may use; for a reseller, of its quota. */
import { useMe } from '../../api/session';
import type { Quota } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { PageHead, Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { UsageBar } from './UsageBar';
import { UsageCard } from './UsageCard';
import styles from './UsageCard.module.css';
import { useQuota } from './useUsage';

export default function UsagePage() {
  const t = useTexts();
  const reseller = useMe().data?.tenant.kind === 'reseller';
  return (
    <>
      <PageHead title={t(reseller ? 'quota-title' : 'usage-title')} lead={t(reseller ? 'quota-lead' : 'usage-lead')} />
      <div className={styles.narrow}>{reseller ? <QuotaCard /> : <UsageCard />}</div>
    </>
  );
}

const QUOTA: readonly (keyof Quota)[] = ['tenants', 'endpoints', 'concurrent_calls', 'storage_mb'];

/** A quota is taken up by what the tenants may use, whether they use it or not. */
function QuotaCard() {
  const t = useTexts();
  const { number } = useFormats();
  const { data, error, refetch } = useQuota();
  if (error && !data) return <ProblemState problem={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows />;
  const { quota, allotted, used } = data;
  const more: Partial<Record<keyof Quota, string>> = {
    endpoints: t('quota-used', { used: number(used.endpoints) }),
    concurrent_calls: t('quota-calls', { used: number(used.concurrent_calls), peak: number(used.peak_calls) }),
  };
  return (
    <Panel label={t('quota-title')}>
      <div className={styles.card}>
        {QUOTA.filter((name) => name !== 'storage_mb' || quota.storage_mb).map((name) => (
          <UsageBar key={name} label={t(`quota-${name.replaceAll('_', '-')}`)} used={allotted[name] ?? undefined} most={quota[name]} more={more[name] ?? ''} />
        ))}
      </div>
    </Panel>
  );
}
