/** Who sells the platform on: resellers and their quotas. */
import { useState } from 'react';
import { Link } from 'react-router';
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import type { Quota, ResellerFacts } from '../../api/types';
import { type Formats, useFormats } from '../../i18n/format';
import { type Texts, useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { PlusIcon } from '../../ui/icons';
import { ListPage } from '../../ui/ListPage';
import { PageHead } from '../../ui/Page';
import { useCreating } from '../../ui/useCreating';
import { ResellerDrawer } from './ResellerDrawer';
import { useResellerRows } from './useResellers';

const NO_FILTERS: readonly string[] = [];

export default function ResellersPage() {
  const t = useTexts();
  const formats = useFormats();
  const may = useMay();
  const { path } = usePlace();
  const listing = useListing(NO_FILTERS, 'title');
  const rows = useResellerRows(listing);
  const writes = may('resellers.write');
  const [changing, setChanging] = useState<ResellerFacts>();
  const [creating, setCreating] = useCreating(writes, t('resellers-new'));
  return (
    <>
      <PageHead title={t('resellers-title')} lead={t('resellers-lead')}>
        {writes && (
          <Button look="primary" icon={PlusIcon} onClick={() => setCreating(true)}>
            {t('resellers-new')}
          </Button>
        )}
      </PageHead>
      <ListPage listing={listing} rows={rows} searchLabel={t('resellers-search')} empty={<EmptyState title={t('resellers-none')} lead={t('resellers-none-lead')} />}>
        {(items, stale) => (
          <DataTable
            caption={t('resellers-title')}
            columns={columnsOf(t, formats)}
            rows={items}
            id={({ id }) => id}
            sort={listing.sort}
            setSort={listing.setSort}
            stale={stale}
            {...(writes ? { open: setChanging } : {})}
            actions={({ id }) => (
              <Link to={path(`/tenants?reseller=${id}`)}>
                {t('tenants-title')}
              </Link>
            )}
          />
        )}
      </ListPage>
      {(creating || changing) && (
        <ResellerDrawer
          reseller={changing}
          close={() => {
            setCreating(false);
            setChanging(undefined);
          }}
        />
      )}
    </>
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
