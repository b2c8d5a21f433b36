/** The body of every list page: search and filters, the table or what stands in for it, and the way to the next page. */
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ApiProblem } from '../api/client';
import { type Listing, PAGE_ROWS } from '../api/listing';
import type { Rows, Total } from '../api/types';
import { useFormats } from '../i18n/format';
import { useTexts } from '../i18n/Language';
import { useShortcut } from '../keys/shortcuts';
import { Button, IconButton } from './Button';
import { EmptyState } from './EmptyState';
import { ChevronLeftIcon, ChevronRightIcon, CloseIcon, SearchIcon } from './icons';
import styles from './ListPage.module.css';
import { Panel } from './Page';
import { ProblemState } from './ProblemNotice';
import { SkeletonRows } from './Skeleton';

interface Properties<T> {
  listing: Listing;
  rows: UseQueryResult<Rows<T>, ApiProblem>;
  searchLabel: string;
  filters?: ReactNode;
  /** At the far side of the search. */
  side?: ReactNode;
  /** Stands where search and filters were, while there is something more urgent. */
  instead?: ReactNode;
  /** When there is nothing at all. */
  empty: ReactNode;
  children: (rows: T[], stale: boolean) => ReactNode;
}

export function ListPage<T>({ listing, rows, searchLabel, filters, side, instead, empty, children }: Properties<T>) {
  const t = useTexts();
  const items = rows.data?.items ?? [];
  return (
    <>
      {instead || (
        <div className={styles.tools} role="search">
          <SearchBox label={searchLabel} value={listing.search} change={listing.setSearch} />
          {filters}
          {listing.narrowed && (
            <Button look="quiet" onClick={listing.showAll}>
              {t('show-all')}
            </Button>
          )}
          {side && <div className={styles.side}>{side}</div>}
        </div>
      )}
      <Panel busy={rows.isFetching}>
        {rows.isPending ? (
          <SkeletonRows />
        ) : rows.error && !rows.data ? (
          <ProblemState problem={rows.error} retry={() => void rows.refetch()} />
        ) : items.length > 0 ? (
          children(items, rows.isPlaceholderData)
        ) : listing.narrowed ? (
          <EmptyState title={t('none-found')} lead={t('none-found-lead')} action={{ label: t('show-all'), act: listing.showAll }} />
        ) : (
          empty
        )}
      </Panel>
      {(listing.before || rows.data?.next || (rows.data?.total?.count ?? 0) > 0) && <Pager listing={listing} count={items.length} next={rows.data?.next} total={rows.data?.total} />}
    </>
  );
}

interface PagerProperties {
  listing: Listing;
  count: number;
  next: string | undefined;
  /** Of all pages together, where the server counts. */
  total: Total | undefined;
}

function Pager({ listing, count, next, total }: PagerProperties) {
  const t = useTexts();
  const { number } = useFormats();
  const first = listing.page * PAGE_ROWS + 1;
  const last = first + count - 1;
  const words = total ? t(total.more ? 'rows-of-more' : 'rows-of', { first, last, total: number(total.count) }) : t('rows-shown', { first, last });
  const more = listing.before || next;
  return (
    <nav className={styles.pager} aria-label={t('pages')}>
      <span aria-live="polite">{words}</span>
      {more && (
        <>
          <Button size="small" icon={ChevronLeftIcon} disabled={!listing.before} onClick={listing.before}>
            {t('page-before')}
          </Button>
          <Button size="small" disabled={!next} onClick={() => next && listing.onward(next)}>
            {t('page-next')}
            <ChevronRightIcon size={16} />
          </Button>
        </>
      )}
    </nav>
  );
}

const TYPING_MS = 250;

/** Searches when the typing pauses. The key `/` leads here. */
export function SearchBox({ label, value, change }: { label: string; value: string; change: (words: string) => void }) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== told) {
    // Changed from elsewhere, as by *show all*.
    setTold(value);
    setWords(value);
  }
  const act = useRef(change);
  act.current = change;
  useEffect(() => {
    if (words === told) return;
    const timer = setTimeout(() => {
      setTold(words);
      act.current(words);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [words, told]);
  useShortcut('/', t('key-search'), () => input.current?.focus());
  return (
    <div className={styles.search}>
      <SearchIcon size={16} />
      <input
        ref={input}
        type="search"
        className={styles.words}
        aria-label={label}
        placeholder={label}
        value={words}
        onChange={({ currentTarget }) => setWords(currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && setWords('')}
      />
      {words ? <IconButton icon={CloseIcon} label={t('search-clear')} data-side="left" onClick={() => setWords('')} /> : <kbd className={styles.key}>/</kbd>}
    </div>
  );
}

/** A filter that picks one of a few. */
export function FilterSelect({ label, value, options, change }: { label: string; value: string; options: readonly { value: string; label: string }[]; change: (value: string) => void }) {
  const t = useTexts();
  return (
    <select className={styles.filter} aria-label={label} data-set={value !== ''} value={value} onChange={({ currentTarget }) => change(currentTarget.value)}>
      <option value="">{t('filter-any', { label })}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
