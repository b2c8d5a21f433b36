/** How the installation is: figures every five seconds, and what the checks found. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import { useApi } from '../../api/place';
import type { HealthChecks, HealthFigures } from '../../api/types';

const EVERY_MS = 5_000;
/** While the checks are being run. */
const SOON_MS = 400;
const CHECKS = ['health', 'checks'];

export function useFigures() {
  const api = useApi();
  return useQuery<HealthFigures, ApiProblem>({
    queryKey: ['health', 'figures'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/health/figures', { signal })),
    refetchInterval: EVERY_MS,
    staleTime: 0,
  });
}

export function useChecks() {
  const api = useApi();
  return useQuery<HealthChecks, ApiProblem>({
    queryKey: CHECKS,
    queryFn: ({ signal }) => answered(api.GET('/api/v1/health/checks', { signal })),
    // Before the first run, right after a start, there is nothing to show yet.
    refetchInterval: ({ state: { data } }) => (data?.running || (data && !data.at) ? SOON_MS : 60_000),
    staleTime: 0,
  });
}

export function useRunChecks() {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation<HealthChecks, ApiProblem, void>({
    mutationFn: () => answered(api.POST('/api/v1/health/checks', {})),
    onSuccess: (checks) => {
      cache.setQueryData(CHECKS, checks);
      void cache.invalidateQueries({ queryKey: CHECKS });
    },
  });
}
