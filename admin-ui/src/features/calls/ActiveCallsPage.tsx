/** The calls of this moment. */
import { useCallback, useDeferredValue, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMay } from '../../api/place';
import type { ActiveCall } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { EmptyState } from '../../ui/EmptyState';
import { SearchBox } from '../../ui/ListPage';
import { PageHead, Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import styles from './ActiveCallsPage.module.css';
import { CallTable } from './CallTable';
import { counted, shown } from './calls';
import { HangUpDialog } from './HangUpDialog';
import { QuietLine } from './QuietLine';
import { useActiveCalls } from './useActiveCalls';

export default function ActiveCallsPage() {
  const t = useTexts();
  const may = useMay();
  const calls = useActiveCalls();
  const [address, setAddress] = useSearchParams();
  const search = address.get('search') ?? '';
  const setSearch = (words: string) => setAddress(words ? { search: words } : {}, { replace: true });
  const [leaving, setLeaving] = useState<ActiveCall>();
  const hangUp = useCallback((call: ActiveCall) => setLeaving(call), []);
  const all = calls.data ?? [];
  const found = shown(all, useDeferredValue(search));
  return (
    <>
      <PageHead title={t('calls-title')} lead={<Summary calls={calls.data} />}>
        <div className={styles.search}>
          <SearchBox label={t('calls-search')} value={search} change={setSearch} />
        </div>
      </PageHead>
      <Panel busy={calls.isPending}>
        {calls.isPending ? (
          <SkeletonRows rows={4} />
        ) : calls.error && !calls.data ? (
          <ProblemState problem={calls.error} retry={() => void calls.refetch()} />
        ) : found.length > 0 ? (
          <CallTable calls={found} {...(may('calls.hang_up') ? { hangUp } : {})} />
        ) : all.length > 0 ? (
          <EmptyState
            title={t('calls-none-found', { search })}
            lead={t('calls-none-found-lead', { count: all.length })}
            action={{ label: t('show-all'), act: () => setSearch('') }}
          />
        ) : (
          <EmptyState picture={<QuietLine />} title={t('calls-none')} lead={t('calls-none-lead')} />
        )}
      </Panel>
      <HangUpDialog call={leaving} over={leaving !== undefined && !all.some(({ id }) => id === leaving.id)} close={() => setLeaving(undefined)} />
    </>
  );
}

function Summary({ calls }: { calls: ActiveCall[] | undefined }) {
  const t = useTexts();
  return (
    <p className={styles.summary} aria-live="polite">
      {calls && <span>{t('calls-count', { count: calls.length })}</span>}
      {calls &&
        counted(calls).map(([state, count]) => (
          <span key={state} className={styles.part} data-state={state}>
            {count} {t(`state-${state}`).toLocaleLowerCase()}
          </span>
        ))}
    </p>
  );
}
