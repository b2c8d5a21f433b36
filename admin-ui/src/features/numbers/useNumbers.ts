/** Public numbers and what is done to them. */
import { answered, some } from '../../api/client';
import type { paths } from '../../api/generated';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi } from '../../api/place';
import { useRereading } from '../../api/rereading';
import type { PhoneNumber } from '../../api/types';

type NumberQuery = NonNullable<paths['/api/v1/numbers']['get']['parameters']['query']>;

export function useNumberRows(listing: Listing) {
  const api = useApi();
  const { assigned } = listing.filters;
  const query = { ...queryOf(listing), ...(assigned ? { assigned: assigned === 'yes' } : {}) } as NumberQuery;
  return useRows<PhoneNumber>(['numbers', 'list', query], (signal) => answered(api.GET('/api/v1/numbers', { params: { query }, signal })));
}

export interface NumberDraft {
  number: string;
  label: string | null;
  extension: string | null;
}

export function useNumberActs() {
  const api = useApi();
  const done = useRereading('numbers');
  return {
    create: (body: NumberDraft) => done(answered(api.POST('/api/v1/numbers', { body }))),
    change: (id: string, body: Partial<Omit<NumberDraft, 'number'>>) => done(answered(api.PATCH('/api/v1/numbers/{id}', { params: { path: { id } }, body: some(body) }))),
    removeMany: (ids: readonly string[], dry: boolean) => done(answered(api.POST('/api/v1/numbers/delete', { body: { ids: [...ids], dry_run: dry } }))),
    restore: (id: string) => done(answered(api.POST('/api/v1/numbers/{id}/restore', { params: { path: { id } } }))),
    remove: (id: string) => done(answered(api.DELETE('/api/v1/numbers/{id}', { params: { path: { id } } }))),
  };
}
