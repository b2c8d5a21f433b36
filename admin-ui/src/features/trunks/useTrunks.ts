/** Trunks, their health as events tell it, and what is done to them. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem, some } from '../../api/client';
import type { paths } from '../../api/generated';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi } from '../../api/place';
import { useRereading } from '../../api/rereading';
import type { Trunk, TrunkSettings } from '../../api/types';
import type { Texts } from '../../i18n/Language';
import type { Tone } from '../../ui/Badge';

type TrunkQuery = NonNullable<paths['/api/v1/trunks']['get']['parameters']['query']>;

export function useTrunkRows(listing: Listing) {
  const api = useApi();
  const query = queryOf(listing) as TrunkQuery;
  return useRows<Trunk>(['trunks', 'list', query], (signal) => answered(api.GET('/api/v1/trunks', { params: { query }, signal })));
}

export function useTrunk(id: string) {
  const api = useApi();
  return useQuery<Trunk, ApiProblem>({
    queryKey: ['trunks', 'one', id],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/trunks/{id}', { params: { path: { id } }, signal })),
  });
}

export interface TrunkBody {
  name: string;
  secret: string | null;
  settings: TrunkSettings;
}

export function useTrunkActs() {
  const api = useApi();
  const cache = useQueryClient();
  const path = (id: string) => ({ params: { path: { id } } });
  const done = useRereading('trunks');
  return {
    create: (body: TrunkBody) => done(answered(api.POST('/api/v1/trunks', { body }))),
    change: async (id: string, body: Partial<TrunkBody>) => {
      const trunk = await done(answered(api.PATCH('/api/v1/trunks/{id}', { ...path(id), body: some(body) })));
      cache.setQueryData(['trunks', 'one', id], trunk);
      return trunk;
    },
    remove: (id: string) => done(answered(api.DELETE('/api/v1/trunks/{id}', path(id)))),
  };
}

/** How a trunk does, as a tone and the end of a text's name. */
export function healthOf({ settings, state }: Trunk): { tone: Tone; key: 'off' | 'unknown' | 'up' | 'partly' | 'down' } {
  if (settings.enabled === false) return { tone: 'quiet', key: 'off' };
  if (!state) return { tone: 'quiet', key: 'unknown' };
  if (!state.up) return { tone: 'bad', key: 'down' };
  return state.gateways.every(Boolean) ? { tone: 'good', key: 'up' } : { tone: 'warning', key: 'partly' };
}

/** What went wrong last, in words. */
export const troubleText = (t: Texts, { at, status }: NonNullable<NonNullable<Trunk['state']>['trouble']>): string => t(`trouble-${at}`, { status: status ?? 0 });
