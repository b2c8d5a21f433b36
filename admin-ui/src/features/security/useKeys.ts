/** API keys and the sign-in policy. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem, some } from '../../api/client';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi } from '../../api/place';
import { useRereading } from '../../api/rereading';
import type { paths } from '../../api/generated';
import type { ApiKey, ApiKeyChange, NewApiKey, SignInPolicy } from '../../api/types';

type KeyQuery = NonNullable<paths['/api/v1/api-keys']['get']['parameters']['query']>;

const POLICY = ['sign_in_policy'] as const;

export function useKeyRows(listing: Listing) {
  const api = useApi();
  const query = queryOf(listing) as KeyQuery;
  return useRows<ApiKey>(['api_keys', 'list', query], (signal) => answered(api.GET('/api/v1/api-keys', { params: { query }, signal })));
}

export function useKeyActs() {
  const api = useApi();
  const path = (id: string) => ({ path: { id } });
  const done = useRereading('api_keys');
  return {
    create: (body: Partial<NewApiKey>) => done(answered(api.POST('/api/v1/api-keys', { body: some(body) }))),
    change: (id: string, body: ApiKeyChange) => done(answered(api.PATCH('/api/v1/api-keys/{id}', { params: path(id), body }))),
    revoke: (id: string) => done(answered(api.DELETE('/api/v1/api-keys/{id}', { params: path(id) }))),
  };
}

export function usePolicy() {
  const api = useApi();
  const cache = useQueryClient();
  const read = useQuery<SignInPolicy, ApiProblem>({
    queryKey: POLICY,
    queryFn: ({ signal }) => answered(api.GET('/api/v1/sign-in-policy', { signal })),
  });
  const set = async (body: SignInPolicy) => {
    const policy = await answered(api.PUT('/api/v1/sign-in-policy', { body }));
    cache.setQueryData(POLICY, policy);
    // Oneself may be among those of whom it demands something now.
    void cache.invalidateQueries({ queryKey: ['me'] });
    return policy;
  };
  return { read, set };
}
