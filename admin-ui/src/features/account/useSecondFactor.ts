/** The own second factor. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem, apiOf } from '../../api/client';
import { ME } from '../../api/session';
import type { Enrolment, SecondFactorState } from '../../api/types';

const KEY = ['second-factor'] as const;
/** It is always that of the own account, wherever staff has stepped down. */
const home = apiOf();

export interface Proof {
  password: string;
  code: string;
}

export function useSecondFactor() {
  return useQuery<SecondFactorState, ApiProblem>({
    queryKey: KEY,
    queryFn: ({ signal }) => answered(home.GET('/api/v1/me/second-factor', { signal })),
  });
}

export function useSecondFactorActs() {
  const cache = useQueryClient();
  const codes = async (act: Promise<{ codes: string[] }>) => {
    const told = await act;
    void cache.invalidateQueries({ queryKey: KEY });
    return told.codes;
  };
  return {
    begin: (body: { password: string }): Promise<Enrolment> => answered(home.POST('/api/v1/me/second-factor', { body })),
    confirm: (body: { code: string }) => codes(answered(home.POST('/api/v1/me/second-factor/confirm', { body }))),
    renew: (body: Proof) => codes(answered(home.POST('/api/v1/me/second-factor/recovery-codes', { body }))),
    end: async (body: Proof) => {
      await answered(home.POST('/api/v1/me/second-factor/off', { body }));
      void cache.invalidateQueries({ queryKey: KEY });
    },
    /** What the person may do has changed. */
    done: () => void cache.invalidateQueries({ queryKey: ME }),
  };
}
