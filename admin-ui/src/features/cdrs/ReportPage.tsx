/** The call report: filtered, sorted and paged by the server; the chosen columns are those of the export. */
import { useState } from 'react';
import { save } from '../../api/download';
import { useListing } from '../../api/listing';
import { useApi, useMay, usePlace, useZone } from '../../api/place';
import { useFormats } from '../../i18n/format';
import { useLanguage, useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { useColumnChoice } from '../../ui/columnChoice';
import { type Export, ExportMenu } from '../../ui/ExportMenu';
import { FilterIcon } from '../../ui/icons';
import { PeriodFilter } from '../../ui/PeriodFilter';
import { TablePage } from '../../ui/TablePage';
import { columnsOf } from './columns';
import { MoreFilters } from './MoreFilters';
import { FILTERS, filtersOf, useCdrRows } from './useCdrs';

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
  const choice = useColumnChoice('cdrs');
  const columns = columnsOf(t, formats);
  const exports = useExports(listing, columns.filter(choice.shown).map(({ key }) => key));
  const { filters } = listing;
  const [more, setMore] = useState(['from', 'to', 'min_secs', 'max_secs'].some((name) => filters[name]));
  const options = (words: readonly string[], family: string) => words.map((value) => ({ value, label: t(`${family}-${value}`) }));
  return (
    <TablePage
      family="cdrs"
      lead={zone && t('cdrs-lead', { zone: zone.replaceAll('_', ' ') })}
      acts={may('cdrs.export') && <ExportMenu exports={exports} />}
      listing={listing}
      rows={rows}
      columns={columns}
      choice={choice}
      filters={[
        { name: 'kind', label: t('cdrs-kind'), options: options(KINDS, 'kind') },
        { name: 'how', label: t('cdrs-disposition'), options: options(HOW, 'disposition') },
      ]}
      moreFilters={
        <>
          <PeriodFilter listing={listing} />
          <Button look="quiet" icon={FilterIcon} aria-expanded={more} onClick={() => setMore(!more)}>
            {t('more-filters')}
          </Button>
          {more && <MoreFilters listing={listing} />}
        </>
      }
      to={({ id }) => path(`/report/${id}`)}
    />
  );
}

function useExports(listing: ReturnType<typeof useListing>, columns: readonly string[]): Export[] {
  const t = useTexts();
  const api = useApi();
  const zone = useZone();
  const { language } = useLanguage();
  const reader = { language, ...(zone ? { time_zone: zone } : {}) };
  const query = { ...filtersOf(listing.filters, zone), ...(listing.search ? { search: listing.search } : {}), columns: columns.join(','), ...reader };
  return (['xlsx', 'csv'] as const).map((format) => ({
    key: format,
    label: t(`export-${format}`),
    fetch: (signal, told) =>
      save(api.GET('/api/v1/cdrs/export', { params: { query: { ...query, format } as never }, parseAs: 'stream', signal }) as never, `${t('cdrs-file')}.${format}`, told),
  }));
}
