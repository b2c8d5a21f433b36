/** The call report: filtered, sorted and paged by the server; the chosen columns are those of the export. */
import { useState } from 'react';
import { save } from '../../api/download';
import { useListing } from '../../api/listing';
import { useApi, useMay, usePlace, useZone } from '../../api/place';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { DataTable } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { type Export, ExportMenu } from '../../ui/ExportMenu';
import { ColumnsIcon, FilterIcon } from '../../ui/icons';
import { FilterSelect, ListPage } from '../../ui/ListPage';
import { Menu } from '../../ui/Menu';
import { PageHead } from '../../ui/Page';
import { ALL, columnsOf } from './columns';
import { MoreFilters } from './MoreFilters';
import { PeriodFilter } from '../../ui/PeriodFilter';
import { FILTERS, filtersOf, useCdrRows, useColumnChoice } from './useCdrs';

const KINDS = ['in', 'out', 'internal'];
const HOW = ['answered', 'unanswered', 'no_answer', 'busy', 'rejected', 'cancelled', 'congestion', 'failed'];

export default function ReportPage() {
  const t = useTexts();
  const formats = useFormats();
  const may = useMay();
  const { path } = usePlace();
  const zone = useZone();
  const listing = useListing(FILTERS, '-detected');
  const rows = useCdrRows(listing, zone);
  const [chosen, toggle] = useColumnChoice();
  const { filters } = listing;
  const moreSet = ['from', 'to', 'min_secs', 'max_secs'].some((name) => filters[name]);
  const [more, setMore] = useState(moreSet);
  const exports = useExports(listing, chosen);
  const columnItems = ALL.map((key) => ({ key, label: t(`cdrs-${key.replaceAll('_', '-')}`), chosen: chosen.includes(key), act: () => toggle(key) }));
  const options = (words: readonly string[], family: string) => words.map((value) => ({ value, label: t(`${family}-${value}`) }));
  return (
    <>
      <PageHead title={t('cdrs-title')} lead={zone && t('cdrs-lead', { zone: zone.replaceAll('_', ' ') })}>
        <Menu icon={ColumnsIcon} label={t('cdrs-columns')} items={columnItems} several labelled />
        {may('cdrs.export') && <ExportMenu exports={exports} />}
      </PageHead>
      <ListPage
        listing={listing}
        rows={rows}
        searchLabel={t('cdrs-search')}
        filters={
          <>
            <PeriodFilter listing={listing} />
            <FilterSelect label={t('cdrs-kind')} value={filters.kind ?? ''} options={options(KINDS, 'kind')} change={(value) => listing.setFilters({ kind: value })} />
            <FilterSelect label={t('cdrs-disposition')} value={filters.how ?? ''} options={options(HOW, 'disposition')} change={(value) => listing.setFilters({ how: value })} />
            <Button look="quiet" icon={FilterIcon} aria-expanded={more} onClick={() => setMore(!more)}>
              {t('more-filters')}
            </Button>
            {more && <MoreFilters listing={listing} />}
          </>
        }
        empty={<EmptyState title={t('cdrs-none')} lead={t('cdrs-none-lead')} />}
      >
        {(items, stale) => (
          <DataTable
            caption={t('cdrs-title')}
            columns={columnsOf(chosen, t, formats)}
            rows={items}
            id={({ id }) => id}
            to={({ id }) => path(`/report/${id}`)}
            sort={listing.sort}
            setSort={listing.setSort}
            stale={stale}
          />
        )}
      </ListPage>
    </>
  );
}

function useExports(listing: ReturnType<typeof useListing>, columns: readonly string[]): Export[] {
  const t = useTexts();
  const api = useApi();
  const zone = useZone();
  const query = { ...filtersOf(listing.filters, zone), ...(listing.search ? { search: listing.search } : {}), columns: columns.join(',') };
  return (['xlsx', 'csv'] as const).map((format) => ({
    key: format,
    label: t(`export-${format}`),
    fetch: (signal, told) =>
      save(api.GET('/api/v1/cdrs/export', { params: { query: { ...query, format } as never }, parseAs: 'stream', signal }) as never, `${t('cdrs-file')}.${format}`, told),
  }));
}
