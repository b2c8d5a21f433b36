/** The tenants of a reseller, or all of them for the operator. */
import { Link, useNavigate } from 'react-router';
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import type { TenantFacts } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Status } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { PlusIcon } from '../../ui/icons';
import { FilterSelect, ListPage } from '../../ui/ListPage';
import { PageHead } from '../../ui/Page';
import { useCreating } from '../../ui/useCreating';
import { useResellerNames } from '../resellers/useResellers';
import { NewTenantDrawer } from './NewTenantDrawer';
import styles from './TenantsPage.module.css';
import { STATES, toneOf, useTenantRows } from './useTenants';

const FILTERS = ['state', 'reseller'] as const;

export default function TenantsPage() {
  const t = useTexts();
  const may = useMay();
  const { path } = usePlace();
  const navigate = useNavigate();
  const listing = useListing(FILTERS, 'title');
  const rows = useTenantRows(listing);
  const resellers = useResellerNames();
  const writes = may('tenants.write');
  const [creating, setCreating] = useCreating(writes, t('tenants-new'));
  const columns = useColumns(resellers);
  return (
    <>
      <PageHead title={t('tenants-title')} lead={t('tenants-lead')}>
        {writes && (
          <Button look="primary" icon={PlusIcon} onClick={() => setCreating(true)}>
            {t('tenants-new')}
          </Button>
        )}
      </PageHead>
      <ListPage
        listing={listing}
        rows={rows}
        searchLabel={t('tenants-search')}
        filters={
          <>
            <FilterSelect
              label={t('tenants-state')}
              value={listing.filters.state ?? ''}
              options={STATES.map((value) => ({ value, label: t(`tenant-${value}`) }))}
              change={(value) => listing.setFilters({ state: value })}
            />
            {resellers && (
              <FilterSelect
                label={t('tenants-reseller')}
                value={listing.filters.reseller ?? ''}
                options={[...resellers].map(([value, label]) => ({ value, label }))}
                change={(value) => listing.setFilters({ reseller: value })}
              />
            )}
          </>
        }
        empty={<EmptyState title={t('tenants-none')} lead={t('tenants-none-lead')} />}
      >
        {(items, stale) => (
          <DataTable
            caption={t('tenants-title')}
            columns={columns}
            rows={items}
            id={({ id }) => id}
            to={({ id }) => path(`/tenants/${id}`)}
            sort={listing.sort}
            setSort={listing.setSort}
            stale={stale}
            actions={({ id, title }) => (
              <Link to={`/at/${id}`} className={styles.enter} aria-label={t('tenants-enter-name', { title })}>
                {t('tenants-enter')}
              </Link>
            )}
          />
        )}
      </ListPage>
      {creating && <NewTenantDrawer close={() => setCreating(false)} created={({ id }) => navigate(path(`/tenants/${id}`))} />}
    </>
  );
}

function useColumns(resellers: ReadonlyMap<string, string> | undefined): Column<TenantFacts>[] {
  const t = useTexts();
  const { date, country } = useFormats();
  const reseller: Column<TenantFacts> = { key: 'reseller', title: t('tenants-reseller'), cell: ({ reseller: id }) => resellers?.get(id ?? '') ?? <Quiet>—</Quiet> };
  return [
    { key: 'title', title: t('tenants-name'), sort: 'title', main: true, cell: ({ title }) => title },
    { key: 'name', title: t('tenants-short-name'), sort: 'name', cell: ({ name }) => <Quiet>{name}</Quiet> },
    { key: 'state', title: t('tenants-state'), cell: ({ state }) => <Status tone={toneOf(state)}>{t(`tenant-${state}`)}</Status> },
    ...(resellers ? [reseller] : []),
    { key: 'domain', title: t('tenants-domain'), cell: ({ domain }) => domain || <Quiet>—</Quiet> },
    { key: 'country', title: t('tenants-country'), wideOnly: true, cell: ({ country: code }) => country(code) },
    { key: 'created', title: t('tenants-created'), sort: 'created_at', figure: true, wideOnly: true, cell: ({ created_at }) => date(created_at) },
  ];
}
