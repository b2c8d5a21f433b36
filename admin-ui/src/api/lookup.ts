/** Names of what other lists refer to by id: the first page read at once, and what it lacks one by one. */
import { type QueryKey, useQueries, useQuery } from '@tanstack/react-query';
import { answered, type Api } from './client';
import { useApi, useMay } from './place';
import type { Endpoint, Extension, Rows, TenantFacts, Trunk, User } from './types';

const FIRST = 500;

interface Source<T> {
  slice: string;
  permission: string;
  list: (api: Api) => Promise<Rows<T>>;
  get: (api: Api, id: string) => Promise<T>;
}

const query = { limit: FIRST };
const path = (id: string) => ({ params: { path: { id } } });

const USERS: Source<User> = {
  slice: 'users',
  permission: 'users.read',
  list: (api) => answered(api.GET('/api/v1/users', { params: { query } })),
  get: (api, id) => answered(api.GET('/api/v1/users/{id}', path(id))),
};

const ENDPOINTS: Source<Endpoint> = {
  slice: 'endpoints',
  permission: 'endpoints.read',
  list: (api) => answered(api.GET('/api/v1/endpoints', { params: { query } })),
  get: (api, id) => answered(api.GET('/api/v1/endpoints/{id}', path(id))),
};

const EXTENSIONS: Source<Extension> = {
  slice: 'extensions',
  permission: 'extensions.read',
  list: (api) => answered(api.GET('/api/v1/extensions', { params: { query } })),
  get: (api, id) => answered(api.GET('/api/v1/extensions/{id}', path(id))),
};

const TRUNKS: Source<Trunk> = {
  slice: 'trunks',
  permission: 'trunks.read',
  list: (api) => answered(api.GET('/api/v1/trunks', { params: { query } })),
  get: (api, id) => answered(api.GET('/api/v1/trunks/{id}', path(id))),
};

const TENANTS: Source<TenantFacts> = {
  slice: 'tenants',
  permission: 'tenants.read',
  list: (api) => answered(api.GET('/api/v1/tenants', { params: { query } })),
  get: (api, id) => answered(api.GET('/api/v1/tenants/{id}', path(id))),
};

const listKey = (slice: string): QueryKey => [slice, 'names'];

function useFirst<T>(source: Source<T>) {
  const api = useApi();
  const may = useMay();
  return useQuery({ queryKey: listKey(source.slice), queryFn: () => source.list(api), enabled: may(source.permission), staleTime: 60_000 });
}

/** What these ids stand for; those still on their way, or hidden from the person, are absent. */
function useLookup<T extends { id: string }>(source: Source<T>, ids: readonly (string | null | undefined)[]): ReadonlyMap<string, T> {
  const api = useApi();
  const first = useFirst(source);
  const known = new Map(first.data?.items.map((item) => [item.id, item]));
  const lacking = first.data?.next ? [...new Set(ids)].filter((id): id is string => Boolean(id) && !known.has(id ?? '')) : [];
  const others = useQueries({
    queries: lacking.map((id) => ({ queryKey: [source.slice, 'name', id], queryFn: () => source.get(api, id), staleTime: 60_000 })),
  });
  for (const { data } of others) if (data) known.set(data.id, data);
  return known;
}

type Ids = readonly (string | null | undefined)[];
export const useUserNames = (ids: Ids) => useLookup(USERS, ids);
export const useEndpointNames = (ids: Ids) => useLookup(ENDPOINTS, ids);
export const useExtensionNames = (ids: Ids) => useLookup(EXTENSIONS, ids);
export const useTrunkNames = (ids: Ids) => useLookup(TRUNKS, ids);
export const useTenantNames = (ids: Ids) => useLookup(TENANTS, ids);

/** The extensions of these endpoints, by endpoint. */
export function useExtensionsOf(endpoints: readonly string[]): ReadonlyMap<string, Extension[]> {
  const api = useApi();
  const first = useFirst(EXTENSIONS);
  const asked = first.data?.next ? endpoints : [];
  const read = (endpoint: string) => answered(api.GET('/api/v1/extensions', { params: { query: { endpoint } } }));
  const others = useQueries({
    queries: asked.map((endpoint) => ({ queryKey: ['extensions', 'of', endpoint], queryFn: () => read(endpoint), staleTime: 60_000 })),
  });
  const all = asked.length > 0 ? others.flatMap(({ data }) => data?.items ?? []) : (first.data?.items ?? []);
  const found = new Map<string, Extension[]>();
  for (const extension of all) found.set(extension.endpoint, [...(found.get(extension.endpoint) ?? []), extension]);
  return found;
}
