/** Resellers as the operator sees them. */
import { useQuery } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import type { paths } from '../../api/generated';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi, useMay } from '../../api/place';
import { useRereading } from '../../api/rereading';
import type { Quota, ResellerFacts } from '../../api/types';

type ResellerQuery = NonNullable<paths['/api/v1/resellers']['get']['parameters']['query']>;

export function useResellerRows(listing: Listing) {
  const api = useApi();
  const { state } = listing.filters;
  const query = { ...queryOf(listing), ...(state ? { state } : {}) } as ResellerQuery;
  return useRows<ResellerFacts>(['resellers', 'list', query], (signal) => answered(api.GET('/api/v1/resellers', { params: { query }, signal })));
}

export function useReseller(id: string) {
  const api = useApi();
  return useQuery<ResellerFacts, ApiProblem>({
    queryKey: ['resellers', 'one', id],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/resellers/{id}', { params: { path: { id } }, signal })),
  });
}

/** Titles by id, for who may see them. */
export function useResellerNames(): ReadonlyMap<string, string> | undefined {
  const api = useApi();
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['resellers', 'names'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/resellers', { params: { query: { limit: 500 } }, signal })),
    enabled: may('resellers.read'),
  });
  return data && new Map(data.items.map(({ id, title }) => [id, title]));
}

export interface ResellerDraft {
  name: string;
  title: string;
  quota: Quota;
}

/** Nothing is bounded. */
export const NO_QUOTA: Quota = { tenants: null, endpoints: null, concurrent_calls: null, storage_mb: null };

export function useResellerActs() {
  const api = useApi();
  const done = useRereading('resellers');
  return {
    create: (body: ResellerDraft) => done(answered(api.POST('/api/v1/resellers', { body }))),
    suspend: (id: string, reason: string) => done(answered(api.POST('/api/v1/resellers/{id}/suspend', { params: { path: { id } }, body: { reason: reason || null } }))),
    resume: (id: string) => done(answered(api.POST('/api/v1/resellers/{id}/resume', { params: { path: { id } } }))),
    remove: (id: string, withTenants: boolean) => done(answered(api.DELETE('/api/v1/resellers/{id}', { params: { path: { id }, query: withTenants ? { with_tenants: true } : {} } }))),
    change: (id: string, body: Partial<Omit<ResellerDraft, 'name'>>) => done(answered(api.PATCH('/api/v1/resellers/{id}', { params: { path: { id } }, body }))),
  };
}
