/** Who is signed in, signing in and out. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, api, type ApiProblem } from './client';
import type { Me } from './types';

const ME = ['me'] as const;

/** The person signed in. A refusal with 401 means nobody is. */
export function useMe() {
  return useQuery<Me, ApiProblem>({
    queryKey: ME,
    queryFn: () => answered(api.GET('/api/v1/me')),
    staleTime: 5 * 60_000,
  });
}

export interface Credentials {
  tenant?: string;
  user: string;
  password: string;
}

export function useSignIn() {
  const cache = useQueryClient();
  return useMutation<Me, ApiProblem, Credentials>({
    mutationFn: (body) => answered(api.POST('/api/v1/session', { body })),
    onSuccess: (me) => {
      // What somebody else saw in this tab is theirs.
      cache.clear();
      cache.setQueryData(ME, me);
    },
  });
}

export function useSignOut() {
  const cache = useQueryClient();
  return useMutation<unknown, ApiProblem>({
    mutationFn: () => answered(api.DELETE('/api/v1/session')),
    onSuccess: () => cache.clear(),
  });
}
