/** Endpoints, their extensions and their live devices, and what is done to them. */
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem, some } from '../../api/client';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi, useMay } from '../../api/place';
import { useRereading } from '../../api/rereading';
import type { Device, Endpoint, EndpointSettings, Extension, ListedEndpoint, Rows, Total } from '../../api/types';
import type { paths } from '../../api/generated';

type EndpointQuery = NonNullable<paths['/api/v1/endpoints']['get']['parameters']['query']>;
/** Who gets no events about devices asks now and then. */
const ASK_MS = 10_000;
/** More than an endpoint may have. */
const MOST_DEVICES = 100;

export function useEndpointRows(listing: Listing) {
  const api = useApi();
  const query = queryOf(listing) as EndpointQuery;
  return useRows<ListedEndpoint>(['endpoints', 'list', query], (signal) => answered(api.GET('/api/v1/endpoints', { params: { query }, signal })));
}

export function useOwnedEndpoints(owner: string) {
  const api = useApi();
  return useRows<ListedEndpoint>(['endpoints', 'list', { owner }], (signal) => answered(api.GET('/api/v1/endpoints', { params: { query: { owner } }, signal })));
}

export function useEndpoint(id: string) {
  const api = useApi();
  return useQuery<Endpoint, ApiProblem>({
    queryKey: ['endpoints', 'one', id],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/endpoints/{id}', { params: { path: { id } }, signal })),
  });
}

export function useEndpointExtensions(endpoint: string) {
  const api = useApi();
  return useQuery<Rows<Extension>, ApiProblem>({
    queryKey: ['extensions', 'of', endpoint],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/extensions', { params: { query: { endpoint } }, signal })),
  });
}

/** The registered devices of an endpoint, kept by events. */
export function useDevices(endpoint: string | undefined) {
  const api = useApi();
  const may = useMay();
  return useQuery<Device[], ApiProblem>({
    queryKey: ['devices', endpoint],
    queryFn: endpoint
      ? async ({ signal }) => (await answered(api.GET('/api/v1/endpoints/{id}/devices', { params: { path: { id: endpoint }, query: { limit: MOST_DEVICES } }, signal }))).items
      : skipToken,
    refetchInterval: may('endpoints.read') ? false : ASK_MS,
  });
}

/** How many devices are registered, and whether that is all of it. */
export function useDeviceTotal() {
  const api = useApi();
  return useQuery<Total | undefined, ApiProblem>({
    queryKey: ['device-total'],
    queryFn: async ({ signal }) => (await answered(api.GET('/api/v1/devices', { params: { query: { limit: 1, total: true } }, signal }))).total,
  }).data;
}

export interface NewEndpointFacts {
  name: string;
  owner?: string | null;
  /** A number that is made with it. */
  extension?: string;
}

export type WithSecret = Endpoint & { secret: string };

export function useEndpointActs() {
  const api = useApi();
  const cache = useQueryClient();
  const path = (id: string) => ({ params: { path: { id } } });
  const done = useRereading('endpoints', 'extensions', 'numbers');
  return {
    create: (body: NewEndpointFacts) => done(answered(api.POST('/api/v1/endpoints', { body: some(body) }))) as Promise<WithSecret>,
    change: async (id: string, body: { name?: string; owner?: string | null; settings?: EndpointSettings }) => {
      const endpoint = await done(answered(api.PATCH('/api/v1/endpoints/{id}', { ...path(id), body: some(body) })));
      cache.setQueryData(['endpoints', 'one', id], endpoint);
      return endpoint;
    },
    remove: (id: string) => done(answered(api.DELETE('/api/v1/endpoints/{id}', { params: { path: { id }, query: { cascade: true } } }))),
    removeMany: (ids: readonly string[], dry: boolean) =>
      done(answered(api.POST('/api/v1/endpoints/delete', { params: { query: { cascade: true } }, body: { ids: [...ids], dry_run: dry } }))),
    restore: (id: string) => done(answered(api.POST('/api/v1/endpoints/{id}/restore', path(id)))),
    drawSecret: (id: string) => done(answered(api.PUT('/api/v1/endpoints/{id}/secret', { ...path(id), body: some({}) }))) as Promise<WithSecret>,
    dropDevice: (id: string, device: string) => answered(api.DELETE('/api/v1/endpoints/{id}/devices/{device}', { params: { path: { id, device } } })),
    addExtension: (number: string, endpoint: string) => done(answered(api.POST('/api/v1/extensions', { body: { number, endpoint, kind: 'endpoint' } }))),
    removeExtension: (id: string) => done(answered(api.DELETE('/api/v1/extensions/{id}', path(id)))),
  };
}
