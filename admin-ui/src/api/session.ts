/** Who is signed in, signing in and out. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem, apiOf } from './client';
import { useApi } from './place';
import type { Me } from './types';

export const ME = ['me'] as const;
/** The door of who is not inside yet. */
const door = apiOf();

/** The person signed in. A refusal with 401 means nobody is. */
export function useMe() {
  const api = useApi();
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
  return useMutation<Me, ApiProblem, Credentials>({ mutationFn: (body) => answered(door.POST('/api/v1/session', { body })) });
}

export function useSignOut() {
  const cache = useQueryClient();
  return useMutation<unknown, ApiProblem>({
    mutationFn: () => answered(door.DELETE('/api/v1/session')),
    onSuccess: () => cache.clear(),
  });
}
