/** Who sells the platform on: resellers, and how much of their quotas is taken up. */
import { Link, useNavigate } from 'react-router';
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import type { Quota, ResellerFacts } from '../../api/types';
import { type Formats, useFormats } from '../../i18n/format';
import { type Texts, useTexts } from '../../i18n/Language';
import { Status } from '../../ui/Badge';
import { type Column, Quiet } from '../../ui/DataTable';
import { TablePage } from '../../ui/TablePage';
import { STATES, toneOf } from '../tenants/useTenants';
import { UsageBar } from '../usage/UsageBar';
import { NewResellerDrawer } from './NewResellerDrawer';
import { useResellerRows } from './useResellers';

const FILTERS = ['state'] as const;

export default function ResellersPage() {
  const t = useTexts();
  const formats = useFormats();
  const writes = useMay()('resellers.write');
  const { path } = usePlace();
  const navigate = useNavigate();
  const listing = useListing(FILTERS, 'title');
  const page = ({ id }: ResellerFacts) => path(`/resellers/${id}`);
  return (
    <TablePage
      family="resellers"
      listing={listing}
      rows={useResellerRows(listing)}
      columns={columnsOf(t, formats)}
      filters={[{ name: 'state', label: t('tenants-state'), options: STATES.map((value) => ({ value, label: t(`tenant-${value}`) })) }]}
      to={page}
      actions={({ id }) => <Link to={path(`/tenants?reseller=${id}`)}>{t('tenants-title')}</Link>}
      creation={writes ? (close) => <NewResellerDrawer close={close} created={(reseller) => navigate(page(reseller))} /> : undefined}
    />
  );
}

function columnsOf(t: Texts, formats: Formats): Column<ResellerFacts>[] {
  const quota = (name: keyof Quota): Column<ResellerFacts> => {
    const title = t(`quota-${name.replaceAll('_', '-')}`);
    return { key: name, title, cell: ({ allotted, quota: most }) => <UsageBar bare label={title} used={allotted[name] ?? undefined} most={most[name]} /> };
  };
  return [
    { key: 'title', title: t('resellers-name'), sort: 'title', main: true, cell: ({ title }) => title },
    { key: 'name', title: t('resellers-short-name'), sort: 'name', cell: ({ name }) => <Quiet>{name}</Quiet> },
    { key: 'state', title: t('tenants-state'), cell: ({ state }) => <Status tone={toneOf(state)}>{t(`tenant-${state}`)}</Status> },
    quota('tenants'),
    quota('endpoints'),
    quota('concurrent_calls'),
    { key: 'created', title: t('tenants-created'), figure: true, wideOnly: true, sort: 'created_at', cell: ({ created_at }) => formats.date(created_at) },
  ];
}
