/** The calls of this moment. */
import { CloseButton, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useCallback, useDeferredValue, useRef, useState } from 'react';
import { useMe } from '../../api/session';
import type { ActiveCall } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { EmptyState } from '../../ui/EmptyState';
import { SearchIcon } from '../../ui/icons';
import { usePageTitle } from '../../ui/usePageTitle';
import { CallTable } from './CallTable';
import { counted, shown } from './calls';
import { HangUpDialog } from './HangUpDialog';
import styles from './ActiveCallsPage.module.css';
import { QuietLine } from './QuietLine';
import { useActiveCalls } from './useActiveCalls';

export default function ActiveCallsPage() {
  const t = useTexts();
  usePageTitle(t('calls-title'));
  const permissions = useMe().data?.permissions ?? [];
  const calls = useActiveCalls();
  const [search, setSearch] = useState('');
  const [leaving, setLeaving] = useState<ActiveCall>();
  const searchField = useRef<HTMLInputElement>(null);
  const hangUp = useCallback((call: ActiveCall) => setLeaving(call), []);
  useHotkeys([['/', () => searchField.current?.focus()]]);
  const all = calls.data ?? [];
  const found = shown(all, useDeferredValue(search));

  return (
    <>
      <div className={styles.head}>
        <div>
          <h1 className={styles.title}>{t('calls-title')}</h1>
          <Summary calls={calls.data} />
        </div>
        <TextInput
          ref={searchField}
          className={styles.search ?? ''}
          type="search"
          aria-label={t('calls-search')}
          placeholder={t('calls-search')}
          leftSection={<SearchIcon />}
          rightSection={search ? <CloseButton size="sm" aria-label={t('calls-search-clear')} onClick={() => setSearch('')} /> : <kbd className={styles.key}>/</kbd>}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setSearch('')}
        />
      </div>
      <section className={styles.panel} aria-busy={calls.isPending}>
        {calls.isPending ? (
          <Skeleton />
        ) : calls.error && !calls.data ? (
          <EmptyState title={t('calls-failed')} lead={problemText(t, calls.error)} action={{ label: t('try-again'), act: () => void calls.refetch() }} />
        ) : found.length > 0 ? (
          <CallTable calls={found} {...(permissions.includes('calls.hang_up') ? { hangUp } : {})} />
        ) : all.length > 0 ? (
          <EmptyState
            title={t('calls-none-found', { search })}
            lead={t('calls-none-found-lead', { count: all.length })}
            action={{ label: t('calls-show-all'), act: () => setSearch('') }}
          />
        ) : (
          <EmptyState picture={<QuietLine />} title={t('calls-none')} lead={t('calls-none-lead')} />
        )}
      </section>
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

function Skeleton() {
  const t = useTexts();
  return (
    <div className={styles.skeleton} role="status">
      <span className="visually-hidden">{t('loading')}</span>
      {[0.9, 0.7, 0.8, 0.6].map((strength) => (
        <span key={strength} style={{ opacity: strength }} />
      ))}
    </div>
  );
}
