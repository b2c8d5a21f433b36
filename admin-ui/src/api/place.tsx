/** Where the pages work: in the own tenant, or for staff in one below. Each place has a client and a cache of its own. */
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { type Api, ApiProblem, apiOf } from './client';
import { stays } from './leaving';
import { ME, useMe } from './session';

export interface Where {
  api: Api;
  /** The tenant stepped down into. */
  tenant?: string;
  /** The address of one of its pages: `/users` may stand at `/at/ten_…/users`. */
  path(page: string): string;
}

const Context = createContext<Where | undefined>(undefined);

/** A refusal stays one however often it is asked for; the network may come back. */
const retry = (count: number, error: Error) => error instanceof ApiProblem && (error.status === 0 || error.status >= 500) && count < 2;

/** A cache that tells when an answer says that the session is over. */
export function cacheOf(onEnded: () => void): QueryClient {
  const look = (error: Error) => {
    if (!(error instanceof ApiProblem)) return;
    if (error.endsSession) onEnded();
    // Demanded since the page was opened: who one is tells so now.
    if (error.code === 'session.second_factor_needed') void cache.invalidateQueries({ queryKey: ME });
  };
  const cache: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: look }),
    mutationCache: new MutationCache({ onError: look }),
    defaultOptions: { queries: { retry, staleTime: 15_000, enabled: stays }, mutations: { retry: false } },
  });
  return cache;
}

/** Must be keyed by the tenant: what one tenant's pages asked for never reaches another's. */
export function PlaceOf({ tenant, onEnded, children }: { tenant: string | undefined; onEnded: () => void; children: ReactNode }) {
  const [cache] = useState(() => cacheOf(onEnded));
  const where = useMemo(() => whereOf(tenant), [tenant]);
  return (
    <Context value={where}>
      <QueryClientProvider client={cache}>{children}</QueryClientProvider>
    </Context>
  );
}

function whereOf(tenant: string | undefined): Where {
  const prefix = tenant ? `/at/${tenant}` : '';
  return { api: apiOf(tenant), ...(tenant ? { tenant } : {}), path: (page) => prefix + page };
}

export function usePlace(): Where {
  const where = useContext(Context);
  if (!where) throw new Error('there is no PlaceOf around this component');
  return where;
}

export const useApi = (): Api => usePlace().api;

/** Whether the person may do this here. */
export function useMay(): (permission: string) => boolean {
  const permissions = useMe().data?.permissions;
  return useMemo(() => {
    const held = new Set(permissions);
    return (permission) => held.has(permission);
  }, [permissions]);
}

/** The time zone of the person's times. */
export function useZone(): string | undefined {
  const me = useMe().data;
  return me?.user.time_zone || me?.tenant.time_zone || undefined;
}
