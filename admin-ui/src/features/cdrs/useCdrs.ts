/** Call records as the server tells of them. */
import { useQuery } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi } from '../../api/place';
import type { CallTrace, Cdr, CdrQuery } from '../../api/types';
import { momentOf } from '../../forms/zoned';

export const FILTERS = ['kind', 'how', 'from', 'to', 'since', 'until', 'min_secs', 'max_secs'] as const;

/** What the address says as the server wants it: moments, and one of two words for how a call ended. */
export function filtersOf(filters: Listing['filters'], timeZone: string | undefined): CdrQuery {
  const { kind, how, from, to, since, until, min_secs, max_secs } = filters;
  const whole = (text: string | undefined) => (text && /^\d{1,9}$/.test(text) ? Number(text) : undefined);
  const query = {
    kind,
    ...(how === 'unanswered' ? { ended: how } : { disposition: how }),
    from,
    to,
    since: since && momentOf(since, timeZone),
    until: until && momentOf(until, timeZone),
    min_secs: whole(min_secs),
    max_secs: whole(max_secs),
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== '')) as CdrQuery;
}

export function useCdrRows(listing: Listing, timeZone: string | undefined) {
  const api = useApi();
  const query = { ...queryOf(listing), ...filtersOf(listing.filters, timeZone) } as CdrQuery;
  return useRows<Cdr>(['cdrs', 'list', query], (signal) => answered(api.GET('/api/v1/cdrs', { params: { query }, signal })));
}

export function useCdr(id: string) {
  const api = useApi();
  return useQuery<Cdr, ApiProblem>({
    queryKey: ['cdr', id],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/cdrs/{id}', { params: { path: { id } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** All records of one call: a transfer makes several. */
export function useCallRecords(call: string) {
  const api = useApi();
  return useRows<Cdr>(['cdrs', 'of', call], (signal) => answered(api.GET('/api/v1/cdrs', { params: { query: { call, sort: 'detected' } }, signal })));
}

export function useTrace(id: string) {
  const api = useApi();
  return useQuery<CallTrace, ApiProblem>({
    queryKey: ['trace', id],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/cdrs/{id}/trace', { params: { path: { id } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
