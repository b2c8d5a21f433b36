/** How far the installation is set up, kept on the server; and what its steps make. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem, some } from '../../api/client';
import { useApi } from '../../api/place';
import type { InstallationAddress, SetupProgress } from '../../api/types';

export const STEPS = ['address', 'reseller', 'tenant', 'phones', 'call'] as const;
export type Step = (typeof STEPS)[number];
export type StepState = SetupProgress[Step];

const SETUP = ['setup'] as const;

export function useSetup() {
  const api = useApi();
  return useQuery<SetupProgress, ApiProblem>({
    queryKey: SETUP,
    queryFn: ({ signal }) => answered(api.GET('/api/v1/setup', { signal })),
  });
}

export type SetupChange = Partial<SetupProgress>;

export function useSetupActs() {
  const api = useApi();
  const cache = useQueryClient();
  return {
    note: async (change: SetupChange): Promise<SetupProgress> => {
      const progress = await answered(api.PATCH('/api/v1/setup', { body: some(change) }));
      cache.setQueryData(SETUP, progress);
      return progress;
    },
  };
}

/** Where phones find the installation. */
export function useAddress() {
  const api = useApi();
  return useQuery<InstallationAddress, ApiProblem>({
    queryKey: ['setup', 'address'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/setup/address', { signal })),
  });
}

/** The first step that is still to be done. */
export function firstOpen(progress: SetupProgress): Step | 'done' {
  return STEPS.find((step) => progress[step] === 'open') ?? 'done';
}

/** What phones are given: the name or address that is known, else the one by which this browser came. */
export function serverOf(address: InstallationAddress | undefined, browserHost: string): string {
  return address?.host ?? browserHost;
}
