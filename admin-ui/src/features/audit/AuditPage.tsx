/** Who did what, when and from where. */
import { answered } from '../../api/client';
import { save } from '../../api/download';
import { type Listing, queryOf, useListing, useRows } from '../../api/listing';
import { useApi, useZone } from '../../api/place';
import type { AuditLine, AuditQuery } from '../../api/types';
import { momentOf } from '../../forms/zoned';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Badge } from '../../ui/Badge';
import { type Column, Quiet } from '../../ui/DataTable';
import { ExportMenu } from '../../ui/ExportMenu';
import { PeriodFilter } from '../../ui/PeriodFilter';
import { TablePage } from '../../ui/TablePage';
import { AuditDrawer } from './AuditDrawer';
import { actionText, objectName, SLICES } from './actions';

const FILTERS = ['action', 'since', 'until', 'actor', 'object'] as const;

function filtersOf({ filters: { action, since, until, actor, object } }: Listing, zone: string | undefined) {
  const query = { action, actor, object, since: since && momentOf(since, zone), until: until && momentOf(until, zone) };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value)) as AuditQuery;
}

export default function AuditPage() {
  const t = useTexts();
  const api = useApi();
  const zone = useZone();
  const listing = useListing(FILTERS, '-at');
  const filters = filtersOf(listing, zone);
  const query = { ...queryOf(listing), ...filters } as AuditQuery;
  const rows = useRows<AuditLine>(['audit', query], (signal) => answered(api.GET('/api/v1/audit', { params: { query }, signal })));
  const { limit: _, cursor: __, total: ___, ...all } = query;
  const csv = {
    key: 'csv',
    label: t('export-csv'),
    fetch: (signal: AbortSignal, told: (bytes: number) => void) =>
      save(api.GET('/api/v1/audit/export', { params: { query: all }, parseAs: 'stream', signal }) as never, `${t('audit-file')}.csv`, told),
  };
  return (
    <TablePage
      family="audit"
      acts={<ExportMenu exports={[csv]} />}
      listing={listing}
      rows={rows}
      columns={useColumns()}
      moreFilters={<PeriodFilter listing={listing} />}
      filters={[{ name: 'action', label: t('audit-about'), options: SLICES.map((slice) => ({ value: slice, label: t(`slice-${slice.replaceAll('_', '-')}`) })) }]}
      drawer={(line, close) => (
        <AuditDrawer
          line={line}
          close={close}
          only={(name, value) => {
            listing.setFilters({ [name]: value });
            close();
          }}
        />
      )}
    />
  );
}

function useColumns(): Column<AuditLine>[] {
  const t = useTexts();
  const { exact } = useFormats();
  return [
    { key: 'at', title: t('audit-at'), sort: 'at', width: '13rem', cell: ({ at }) => <time dateTime={at}>{exact(at)}</time> },
    { key: 'action', title: t('audit-action'), main: true, cell: ({ action }) => actionText(t, action) },
    { key: 'object', title: t('audit-object'), cell: (line) => objectName(line) ?? <Quiet>—</Quiet> },
    {
      key: 'actor',
      title: t('audit-actor'),
      cell: ({ actor_name, actor_kind, actor_home }) => (
        <>
          {actor_name} {actor_kind !== 'person' && <Badge>{t.has(`actor-${actor_kind}`) ? t(`actor-${actor_kind}`) : actor_kind}</Badge>}
          {actor_home && <Badge tone="warning">{t('audit-staff')}</Badge>}
        </>
      ),
    },
    { key: 'source', title: t('audit-source'), cell: ({ source }) => <Quiet>{source || '—'}</Quiet> },
  ];
}
