/** The own settings, password and sessions. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem, apiOf } from '../../api/client';
import { useApi } from '../../api/place';
import { ME } from '../../api/session';
import type { Me, SessionFacts } from '../../api/types';

const SESSIONS = ['own-sessions'] as const;
/** It is always the own account, wherever staff has stepped down. */
const home = apiOf();

export interface OwnSettings {
  first_name: string;
  last_name: string;
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
    setPhoto: async (photo: Blob) => {
      const type = { 'Content-Type': photo.type };
      await answered(home.PUT('/api/v1/me/photo', { body: photo as unknown as string, bodySerializer: (body: unknown) => body as Blob, headers: type }));
      await cache.invalidateQueries({ queryKey: ME });
    },
    removePhoto: async () => {
      await answered(home.DELETE('/api/v1/me/photo'));
      await cache.invalidateQueries({ queryKey: ME });
    },
    setPassword: (body: OwnPassword) => ended(answered(api.PUT('/api/v1/me/password', { body }))),
    end: (id: string) => ended(answered(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }))),
    endOthers: () => ended(answered(api.DELETE('/api/v1/sessions'))),
  };
}
