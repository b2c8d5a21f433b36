/** The plans of a reseller. */
import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/client';
import type { paths } from '../../api/generated';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi, useMay } from '../../api/place';
import { useRereading } from '../../api/rereading';
import type { Limits, Plan } from '../../api/types';

type PlanQuery = NonNullable<paths['/api/v1/plans']['get']['parameters']['query']>;

export function usePlanRows(listing: Listing) {
  const api = useApi();
  const query = queryOf(listing) as PlanQuery;
  return useRows<Plan>(['plans', 'list', query], (signal) => answered(api.GET('/api/v1/plans', { params: { query }, signal })));
}

/** All plans, for who may choose one. */
export function usePlans(): readonly Plan[] {
  const api = useApi();
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['plans', 'all'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/plans', { params: { query: { limit: 500, sort: 'title' } }, signal })),
    enabled: may('plans.read'),
  });
  return data?.items ?? [];
}

export interface PlanDraft {
  name: string;
  title: string;
  limits: Limits;
}

export function usePlanActs() {
  const api = useApi();
  const done = useRereading('plans', 'tenants');
  const path = (id: string) => ({ params: { path: { id } } });
  return {
    create: (body: PlanDraft): Promise<Plan> => done(answered(api.POST('/api/v1/plans', { body }))),
    change: (id: string, body: Omit<PlanDraft, 'name'>): Promise<Plan> => done(answered(api.PATCH('/api/v1/plans/{id}', { ...path(id), body }))),
    remove: (id: string) => done(answered(api.DELETE('/api/v1/plans/{id}', path(id)))),
  };
}
