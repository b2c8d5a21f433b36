/** Users as the server tells of them, and what is done to them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem, whole } from '../../api/client';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi } from '../../api/place';
import { useRereading } from '../../api/rereading';
import type { BulkReport, NewUser, SessionFacts, User, UserQuery } from '../../api/types';

const one = (id: string) => ['users', 'one', id] as const;

export function useUserRows(listing: Listing) {
  const api = useApi();
  const { role, enabled } = listing.filters;
  const query = { ...queryOf(listing), ...(role ? { role } : {}), ...(enabled ? { enabled: enabled === 'yes' } : {}) } as UserQuery;
  return useRows<User>(['users', 'list', query], (signal) => answered(api.GET('/api/v1/users', { params: { query }, signal })));
}

/** A user with the tag of the state that was read. */
export interface TaggedUser {
  user: User;
  tag: string | undefined;
}

export function useUser(id: string) {
  const api = useApi();
  return useQuery<TaggedUser, ApiProblem>({
    queryKey: one(id),
    queryFn: async ({ signal }) => {
      const { data, response } = await whole(api.GET('/api/v1/users/{id}', { params: { path: { id } }, signal }));
      return { user: data as User, tag: response.headers.get('ETag') ?? undefined };
    },
  });
}

export interface UserActs {
  create(user: NewUser): Promise<User>;
  /** Only if it still is as it was read. */
  change(read: TaggedUser, change: Partial<User>): Promise<User>;
  remove(id: string): Promise<unknown>;
  /** Switches the second step off. */
  resetFactor(id: string): Promise<unknown>;
  removeMany(ids: readonly string[], dry: boolean): Promise<BulkReport>;
  /** Within a day. */
  restore(id: string): Promise<unknown>;
  setPassword(id: string, password: string): Promise<unknown>;
}

export function useUserActs(): UserActs {
  const api = useApi();
  const cache = useQueryClient();
  const path = (id: string) => ({ path: { id } });
  const done = useRereading('users');
  return {
    create: (body) => done(answered(api.POST('/api/v1/users', { body }))),
    change: async ({ user, tag }, body) => {
      const header = tag ? { header: { 'If-Match': tag } } : {};
      const { data, response } = await done(whole(api.PATCH('/api/v1/users/{id}', { params: { ...path(user.id), ...header }, body })));
      const changed = data as User;
      cache.setQueryData<TaggedUser>(one(user.id), { user: changed, tag: response.headers.get('ETag') ?? undefined });
      return changed;
    },
    remove: (id) => done(answered(api.DELETE('/api/v1/users/{id}', { params: path(id) }))),
    resetFactor: (id) => done(answered(api.DELETE('/api/v1/users/{id}/second-factor', { params: path(id) }))),
    removeMany: (ids, dry) => done(answered(api.POST('/api/v1/users/delete', { body: { ids: [...ids], dry_run: dry } }))),
    restore: (id) => done(answered(api.POST('/api/v1/users/{id}/restore', { params: path(id) }))),
    setPassword: (id, password) => answered(api.PUT('/api/v1/users/{id}/password', { params: path(id), body: { password } })),
  };
}

export function useUserSessions(id: string) {
  const api = useApi();
  return useQuery<SessionFacts[], ApiProblem>({
    queryKey: ['sessions', id],
    queryFn: async ({ signal }) => (await answered(api.GET('/api/v1/users/{id}/sessions', { params: { path: { id } }, signal }))).items,
  });
}

export function useEndUserSessions(id: string) {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation<unknown, ApiProblem>({
    mutationFn: () => answered(api.DELETE('/api/v1/users/{id}/sessions', { params: { path: { id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['sessions', id] }),
  });
}

export const ROLE_TONES: Partial<Record<string, 'accent'>> = { administrator: 'accent', operator: 'accent', reseller: 'accent' };
