/** What is used of what may be used: of the own tenant, and of a reseller's quota. */
import { useQuery } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import { useApi } from '../../api/place';
import type { OwnQuota, TenantTotals, UsageFacts } from '../../api/types';

/** Calls come and go without an event for those who only see their number. */
const EVERY_MS = 15_000;

export function useUsage() {
  const api = useApi();
  return useQuery<UsageFacts, ApiProblem>({
    queryKey: ['usage', 'own'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/usage', { signal })),
    refetchInterval: EVERY_MS,
  });
}

export function useQuota() {
  const api = useApi();
  return useQuery<OwnQuota, ApiProblem>({
    queryKey: ['tenants', 'quota'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/quota', { signal })),
    refetchInterval: EVERY_MS,
  });
}

export function useTotals(reseller?: string) {
  const api = useApi();
  return useQuery<TenantTotals, ApiProblem>({
    queryKey: ['tenants', 'totals', reseller],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/tenants/totals', { params: { query: reseller ? { reseller } : {} }, signal })),
    refetchInterval: EVERY_MS,
  });
}
