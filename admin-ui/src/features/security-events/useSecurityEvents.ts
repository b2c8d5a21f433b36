/** The log of security events, and how long it is kept. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered } from '../../api/client';
import { save } from '../../api/download';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi, useZone } from '../../api/place';
import type { SecurityEvent, SecurityQuery, SecurityRetention } from '../../api/types';
import { momentOf } from '../../forms/zoned';
import { useTexts } from '../../i18n/Language';

export const FILTERS = ['kind', 'severity', 'about', 'source', 'user', 'since', 'until'] as const;

function filtersOf({ since, until, ...plain }: Readonly<Record<string, string>>, zone: string | undefined) {
  const query = { ...plain, since: since && momentOf(since, zone), until: until && momentOf(until, zone) };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value)) as SecurityQuery;
}

export function useSecurityEvents(listing: Listing) {
  const t = useTexts();
  const api = useApi();
  const zone = useZone();
  const query = { ...queryOf(listing), ...filtersOf(listing.filters, zone) } as SecurityQuery;
  const rows = useRows<SecurityEvent>(['security_events', query], (signal) => answered(api.GET('/api/v1/security-events', { params: { query }, signal })));
  const { limit: _, cursor: __, ...all } = query;
  const csv = {
    key: 'csv',
    label: t('export-csv'),
    fetch: (signal: AbortSignal, told: (bytes: number) => void) =>
      save(api.GET('/api/v1/security-events/export', { params: { query: all }, parseAs: 'stream', signal }) as never, `${t('security-log-file')}.csv`, told),
  };
  return { rows, csv };
}

const RETENTION = ['security_retention'];

export function useRetention(enabled: boolean) {
  const api = useApi();
  return useQuery({ queryKey: RETENTION, queryFn: ({ signal }) => answered(api.GET('/api/v1/security-events/retention', { signal })), enabled });
}

export function useSetRetention() {
  const api = useApi();
  const cache = useQueryClient();
  return async (body: SecurityRetention) => {
    const set = await answered(api.PUT('/api/v1/security-events/retention', { body }));
    cache.setQueryData(RETENTION, set);
    return set;
  };
}
