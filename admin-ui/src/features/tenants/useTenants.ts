/** Tenants as those above them see them, and what is done to them. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi } from '../../api/place';
import type { Limits, TenantFacts, TenantQuery } from '../../api/types';
import type { Tone } from '../../ui/Badge';

export function useTenantRows(listing: Listing) {
  const api = useApi();
  const { state, reseller } = listing.filters;
  // The homes of staff are no customers.
  const query = { ...queryOf(listing), kind: 'customer', ...(state ? { state } : {}), ...(reseller ? { reseller } : {}) } as TenantQuery;
  return useRows<TenantFacts>(['tenants', 'list', query], (signal) => answered(api.GET('/api/v1/tenants', { params: { query }, signal })));
}

export function useTenant(id: string) {
  const api = useApi();
  return useQuery<TenantFacts, ApiProblem>({
    queryKey: ['tenants', 'one', id],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/tenants/{id}', { params: { path: { id } }, signal })),
  });
}

export interface TenantDraft {
  name: string;
  title: string;
  domain: string | null;
  country: string;
  language: string;
  time_zone: string;
  limits: Limits;
  reseller: string | null;
  plan: string | null;
}

export function useTenantActs() {
  const api = useApi();
  const cache = useQueryClient();
  const path = (id: string) => ({ params: { path: { id } } });
  const done = async (act: Promise<TenantFacts>): Promise<TenantFacts> => {
    const tenant = await act;
    cache.setQueryData(['tenants', 'one', tenant.id], tenant);
    void cache.invalidateQueries({ queryKey: ['tenants', 'list'] });
    return tenant;
  };
  return {
    create: (body: TenantDraft) => done(answered(api.POST('/api/v1/tenants', { body }))),
    change: (id: string, body: Partial<Omit<TenantDraft, 'name' | 'reseller'>>) => done(answered(api.PATCH('/api/v1/tenants/{id}', { ...path(id), body }))),
    suspend: (id: string, reason: string) => done(answered(api.POST('/api/v1/tenants/{id}/suspend', { ...path(id), body: { reason: reason || null } }))),
    resume: (id: string) => done(answered(api.POST('/api/v1/tenants/{id}/resume', path(id)))),
    remove: (id: string) => done(answered(api.DELETE('/api/v1/tenants/{id}', path(id)))),
  };
}

export const STATES = ['active', 'suspended', 'deleting'] as const;

export const toneOf = (state: string): Tone => ({ active: 'good', suspended: 'warning', deleting: 'bad' } as Record<string, Tone>)[state] ?? 'quiet';
