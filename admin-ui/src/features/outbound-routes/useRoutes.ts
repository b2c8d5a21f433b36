/** Outbound routes and the dial plan, and what is done to them. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem, some } from '../../api/client';
import type { components, paths } from '../../api/generated';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi } from '../../api/place';
import { useRereading } from '../../api/rereading';
import type { OutboundRoute } from '../../api/types';

type RouteQuery = NonNullable<paths['/api/v1/outbound-routes']['get']['parameters']['query']>;
type RouteBody = components['schemas']['NewRoute'];
export type DialPlan = components['schemas']['DialPlan'];

export function useRouteRows(listing: Listing) {
  const api = useApi();
  const query = queryOf(listing) as RouteQuery;
  return useRows<OutboundRoute>(['outbound_routes', 'list', query], (signal) => answered(api.GET('/api/v1/outbound-routes', { params: { query }, signal })));
}

export function useDialPlan() {
  const api = useApi();
  return useQuery<DialPlan, ApiProblem>({
    queryKey: ['dial_plan'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/dial-plan', { signal })),
  });
}

/** A route as its form holds it. */
export interface RouteDraft {
  name: string;
  position: number | null;
  patterns: string[];
  strip: number;
  prepend: string;
  class: string | null;
  trunks: string[];
  enabled: boolean;
}

export const draftOf = (route?: OutboundRoute): RouteDraft => ({
  name: route?.name ?? '',
  position: route?.position ?? null,
  patterns: route?.patterns ?? [],
  strip: route?.strip ?? 0,
  prepend: route?.prepend ?? '',
  class: route?.class ?? null,
  trunks: route?.trunks ?? [],
  enabled: route?.enabled ?? true,
});

/** No empty lines, and nothing for what was left to the server. */
const bodyOf = (draft: RouteDraft): RouteBody => {
  const { position, class: kind, ...rest } = draft;
  const patterns = rest.patterns.map((line) => line.trim()).filter(Boolean);
  return { ...rest, patterns, ...(position === null ? {} : { position }), ...(kind ? { class: kind } : {}) } as RouteBody;
};

export function useRouteActs() {
  const api = useApi();
  const cache = useQueryClient();
  const path = (id: string) => ({ params: { path: { id } } });
  const done = useRereading('outbound_routes');
  return {
    create: (draft: RouteDraft) => done(answered(api.POST('/api/v1/outbound-routes', { body: bodyOf(draft) }))),
    change: (id: string, draft: RouteDraft) => {
      const kind = (draft.class || null) as RouteBody['class'];
      return done(answered(api.PATCH('/api/v1/outbound-routes/{id}', { ...path(id), body: some({ ...bodyOf(draft), class: kind ?? null }) as never })));
    },
    remove: (id: string) => done(answered(api.DELETE('/api/v1/outbound-routes/{id}', path(id)))),
    setPlan: async (body: DialPlan) => {
      const plan = await answered(api.PUT('/api/v1/dial-plan', { body }));
      cache.setQueryData(['dial_plan'], plan);
      return plan;
    },
  };
}
