/** Resellers as the operator sees them. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client';
import type { paths } from '../../api/generated';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi, useMay } from '../../api/place';
import type { Quota, ResellerFacts } from '../../api/types';

type ResellerQuery = NonNullable<paths['/api/v1/resellers']['get']['parameters']['query']>;

export function useResellerRows(listing: Listing) {
  const api = useApi();
  const query = queryOf(listing) as ResellerQuery;
  return useRows<ResellerFacts>(['resellers', 'list', query], (signal) => answered(api.GET('/api/v1/resellers', { params: { query }, signal })));
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
  const cache = useQueryClient();
  const done = async (act: Promise<ResellerFacts>): Promise<ResellerFacts> => {
    const answer = await act;
    void cache.invalidateQueries({ queryKey: ['resellers'] });
    return answer;
  };
  return {
    create: (body: ResellerDraft) => done(answered(api.POST('/api/v1/resellers', { body }))),
    change: (id: string, body: Partial<Omit<ResellerDraft, 'name'>>) => done(answered(api.PATCH('/api/v1/resellers/{id}', { params: { path: { id } }, body }))),
  };
}
