/** Banned addresses, and those that are never banned. */
import type { paths } from '../../api/generated';
import { answered } from '../../api/client';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi } from '../../api/place';
import { useRereading } from '../../api/rereading';
import type { AllowedAddress, Ban, BanQuery, NewBan } from '../../api/types';

export function useBanRows(listing: Listing) {
  const api = useApi();
  const query = { ...queryOf(listing), ...listing.filters } as BanQuery;
  return useRows<Ban>(['bans', 'list', query], (signal) => answered(api.GET('/api/v1/bans', { params: { query }, signal })));
}

type AllowedQuery = NonNullable<paths['/api/v1/allowed-addresses']['get']['parameters']['query']>;

export function useAllowedRows(listing: Listing) {
  const api = useApi();
  const query = queryOf(listing) as AllowedQuery;
  return useRows<AllowedAddress>(['bans', 'allowed', query], (signal) => answered(api.GET('/api/v1/allowed-addresses', { params: { query }, signal })));
}

export interface AllowedDraft {
  network: string;
  note: string;
}

export function useBanActs() {
  const api = useApi();
  const done = useRereading('bans');
  const path = (id: string) => ({ params: { path: { id } } });
  return {
    create: (body: NewBan) => done(answered(api.POST('/api/v1/bans', { body }))),
    lift: (id: string) => done(answered(api.DELETE('/api/v1/bans/{id}', path(id)))),
    allow: (body: AllowedDraft) => done(answered(api.POST('/api/v1/allowed-addresses', { body }))),
    disallow: (id: string) => done(answered(api.DELETE('/api/v1/allowed-addresses/{id}', path(id)))),
  };
}
