/** The own settings, password and sessions. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import { useApi } from '../../api/place';
import { ME } from '../../api/session';
import type { Me, SessionFacts } from '../../api/types';

const SESSIONS = ['own-sessions'] as const;

export interface OwnSettings {
  email: string;
  phone: string;
  language: string;
  prompt_language: string;
  time_zone: string;
}

export interface OwnPassword {
  old: string;
  password: string;
  confirmation: string;
}

export function useOwnSessions() {
  const api = useApi();
  return useQuery<SessionFacts[], ApiProblem>({
    queryKey: SESSIONS,
    queryFn: async ({ signal }) => (await answered(api.GET('/api/v1/sessions', { signal }))).items,
  });
}

export function useAccountActs() {
  const api = useApi();
  const cache = useQueryClient();
  const ended = async (act: Promise<unknown>) => {
    await act;
    void cache.invalidateQueries({ queryKey: SESSIONS });
  };
  return {
    change: async (body: Partial<OwnSettings>): Promise<Me> => {
      const me = await answered(api.PATCH('/api/v1/me', { body }));
      cache.setQueryData(ME, me);
      return me;
    },
    setPassword: (body: OwnPassword) => ended(answered(api.PUT('/api/v1/me/password', { body }))),
    end: (id: string) => ended(answered(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }))),
    endOthers: () => ended(answered(api.DELETE('/api/v1/sessions'))),
  };
}
