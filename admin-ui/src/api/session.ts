/** Who is signed in, signing in and out. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { answered, ApiProblem, apiOf, whole } from './client';
import { usePlace } from './place';
import type { Me } from './types';

export const ME = ['me'] as const;
/** The door of who is not inside yet. */
const door = apiOf();

const askWho = () => answered(door.GET('/api/v1/session'));
let askedAhead: ReturnType<typeof askWho> | undefined;

/** Asks who is signed in while the scripts that want to know are on their way: the first to ask takes the answer. */
export function askWhoAhead(): void {
  askedAhead = askWho();
  // Who takes it hears of a failure.
  askedAhead.catch(() => undefined);
}

/** The person signed in. A refusal with 401 means nobody is; to ask is no mistake, so it is asked where nobody is refused. */
export function useMe() {
  const { api, tenant } = usePlace();
  return useQuery<Me, ApiProblem>({
    queryKey: ME,
    queryFn: async () => {
      const asked = askedAhead ?? askWho();
      askedAhead = undefined;
      const { me } = await asked;
      if (!me) throw new ApiProblem(401, 'session.missing');
      return tenant ? answered(api.GET('/api/v1/me')) : me;
    },
    staleTime: 5 * 60_000,
  });
}

export interface Credentials {
  tenant?: string;
  user: string;
  password: string;
}

/** What a right password leads to: inside, or to the question for a code. */
export type Step = 'in' | 'code';

export function useSignIn() {
  return useMutation<Step, ApiProblem, Credentials>({
    mutationFn: async (body) => ((await whole(door.POST('/api/v1/session', { body }))).response.status === 202 ? 'code' : 'in'),
  });
}

/** The second step, in the browser that gave the password. */
export function useGiveCode() {
  return useMutation<Me, ApiProblem, string>({ mutationFn: (code) => answered(door.POST('/api/v1/session/code', { body: { code } })) });
}

/** Ends the session, and leads to where people of this home sign in. */
export function useSignOut(home: string): { signOut: () => void; leaving: boolean } {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { mutate, isPending } = useMutation<unknown, ApiProblem>({
    mutationFn: () => answered(door.DELETE('/api/v1/session')),
    onSuccess: () => cache.clear(),
  });
  return { signOut: () => mutate(undefined, { onSettled: () => navigate(`/t/${home}`, { replace: true }) }), leaving: isPending };
}
