/** Plans: limits under a name that tenants take. */
import { useListing } from '../../api/listing';
import { useMay } from '../../api/place';
import type { Limits, Plan } from '../../api/types';
import { type Formats, useFormats } from '../../i18n/format';
import { type Texts, useTexts } from '../../i18n/Language';
import { type Column, Quiet } from '../../ui/DataTable';
import { TablePage } from '../../ui/TablePage';
import { PlanDrawer } from './PlanDrawer';
import { usePlanRows } from './usePlans';

const NO_FILTERS: readonly string[] = [];

export default function PlansPage() {
  const t = useTexts();
  const formats = useFormats();
  const writes = useMay()('plans.write');
  const listing = useListing(NO_FILTERS, 'title');
  return (
    <TablePage
      family="plans"
      listing={listing}
      rows={usePlanRows(listing)}
      columns={columnsOf(t, formats)}
      creation={writes ? (close) => <PlanDrawer plan={undefined} close={close} /> : undefined}
      drawer={writes ? (plan, close) => <PlanDrawer plan={plan} close={close} /> : undefined}
    />
  );
}

function columnsOf(t: Texts, formats: Formats): Column<Plan>[] {
  const limit = (name: keyof Limits): Column<Plan> => ({
    key: name,
    title: t(`limit-${name.replaceAll('_', '-')}`),
    figure: true,
    cell: ({ limits }) => (typeof limits[name] === 'number' ? formats.number(limits[name]) : <Quiet>{t('no-bound')}</Quiet>),
  });
  return [
    { key: 'title', title: t('tenants-name'), sort: 'title', main: true, cell: ({ title }) => title },
    { key: 'name', title: t('tenants-short-name'), sort: 'name', cell: ({ name }) => <Quiet>{name}</Quiet> },
    limit('users'),
    limit('endpoints'),
    limit('concurrent_calls'),
  ];
}
