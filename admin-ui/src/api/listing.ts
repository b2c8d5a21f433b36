/** The state of a server's list: search, order and filters stand in the address; pages go by cursor. */
import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ApiProblem } from './client';
import type { Rows } from './types';

export const PAGE_ROWS = 50;

export interface Listing {
  search: string;
  sort: string;
  filters: Readonly<Record<string, string>>;
  cursor: string | undefined;
  setSearch: (words: string) => void;
  setSort: (sort: string) => void;
  /** Sets these at once; an empty one is taken away. */
  setFilters: (values: Readonly<Record<string, string>>) => void;
  /** Takes search and filters away. */
  showAll: () => void;
  /** Whether something narrows the list. */
  narrowed: boolean;
  /** Page before, where there is one. */
  before: (() => void) | undefined;
  /** Goes to the page at this cursor. */
  onward: (cursor: string) => void;
  /** From 0. */
  page: number;
}

export function useListing(names: readonly string[], usualSort: string): Listing {
  const [address, setAddress] = useSearchParams();
  const [trail, setTrail] = useState<{ of: string; cursors: string[] }>({ of: '', cursors: [] });
  const key = ['search', 'sort', ...names].map((name) => address.get(name) ?? '').join('\n');
  // Another search begins at its first page.
  const cursors = trail.of === key ? trail.cursors : [];

  const change = useCallback(
    (changes: Readonly<Record<string, string>>) =>
      setAddress(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) after.set(name, value);
            else after.delete(name);
          }
          return after;
        },
        { replace: true },
      ),
    [setAddress],
  );
  const given = names.flatMap((name) => (address.get(name) ? [[name, address.get(name) ?? ''] as const] : []));
  const filters = Object.fromEntries(given);
  const search = address.get('search') ?? '';
  const sort = address.get('sort') ?? usualSort;
  return {
    search,
    sort,
    filters,
    cursor: cursors.at(-1),
    page: cursors.length,
    setSearch: (words) => change({ search: words }),
    setSort: (next) => change({ sort: next === usualSort ? '' : next }),
    setFilters: change,
    showAll: () => change(Object.fromEntries(['search', ...names].map((name) => [name, '']))),
    narrowed: search !== '' || Object.keys(filters).length > 0,
    before: cursors.length > 0 ? () => setTrail({ of: key, cursors: cursors.slice(0, -1) }) : undefined,
    onward: (cursor) => setTrail({ of: key, cursors: [...cursors, cursor] }),
  };
}

/** What every list endpoint takes, out of the state. */
export function queryOf(listing: Listing) {
  const { search, sort, cursor } = listing;
  return { limit: PAGE_ROWS, sort, total: true, ...(search ? { search } : {}), ...(cursor ? { cursor } : {}) };
}

/** One page of a list; while the next one comes, the present one stays. */
export function useRows<T>(key: QueryKey, read: (signal: AbortSignal) => Promise<Rows<T>>) {
  return useQuery<Rows<T>, ApiProblem>({ queryKey: key, queryFn: ({ signal }) => read(signal), placeholderData: keepPreviousData });
}
