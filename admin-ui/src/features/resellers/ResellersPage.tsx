/** Who sells the platform on: resellers and their quotas. */
import { Link } from 'react-router';
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import type { Quota, ResellerFacts } from '../../api/types';
import { type Formats, useFormats } from '../../i18n/format';
import { type Texts, useTexts } from '../../i18n/Language';
import { type Column, Quiet } from '../../ui/DataTable';
import { TablePage } from '../../ui/TablePage';
import { ResellerDrawer } from './ResellerDrawer';
import { useResellerRows } from './useResellers';

const NO_FILTERS: readonly string[] = [];

export default function ResellersPage() {
  const t = useTexts();
  const formats = useFormats();
  const writes = useMay()('resellers.write');
  const { path } = usePlace();
  const listing = useListing(NO_FILTERS, 'title');
  return (
    <TablePage
      family="resellers"
      listing={listing}
      rows={useResellerRows(listing)}
      columns={columnsOf(t, formats)}
      actions={({ id }) => <Link to={path(`/tenants?reseller=${id}`)}>{t('tenants-title')}</Link>}
      creation={writes ? (close) => <ResellerDrawer reseller={undefined} close={close} /> : undefined}
      drawer={writes ? (reseller, close) => <ResellerDrawer reseller={reseller} close={close} /> : undefined}
    />
  );
}

function columnsOf(t: Texts, formats: Formats): Column<ResellerFacts>[] {
  const quota = (name: keyof Quota): Column<ResellerFacts> => ({
    key: name,
    title: t(`quota-${name.replaceAll('_', '-')}`),
    figure: true,
    cell: (reseller) => {
      const most = reseller.quota[name];
      return most === null || most === undefined ? <Quiet>{t('no-bound')}</Quiet> : formats.number(most);
    },
  });
  return [
    { key: 'title', title: t('resellers-name'), sort: 'title', main: true, cell: ({ title }) => title },
    { key: 'name', title: t('resellers-short-name'), sort: 'name', cell: ({ name }) => <Quiet>{name}</Quiet> },
    quota('tenants'),
    quota('endpoints'),
    quota('concurrent_calls'),
    { key: 'created', title: t('tenants-created'), figure: true, wideOnly: true, sort: 'created_at', cell: ({ created_at }) => formats.date(created_at) },
  ];
}
