/** The tenants of a reseller, or all of them for the operator. */
import { Link, useNavigate } from 'react-router';
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import type { TenantFacts } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Status } from '../../ui/Badge';
import { type Column, Quiet } from '../../ui/DataTable';
import { TablePage } from '../../ui/TablePage';
import { useResellerNames } from '../resellers/useResellers';
import { NewTenantDrawer } from './NewTenantDrawer';
import styles from './TenantsPage.module.css';
import { STATES, toneOf, useTenantRows } from './useTenants';

const FILTERS = ['state', 'reseller'] as const;

export default function TenantsPage() {
  const t = useTexts();
  const may = useMay();
  const writes = may('tenants.write');
  const enters = may('support_access.enter') || may('support_access.look');
  const { path } = usePlace();
  const navigate = useNavigate();
  const listing = useListing(FILTERS, 'title');
  const resellers = useResellerNames();
  const page = ({ id }: TenantFacts) => path(`/tenants/${id}`);
  return (
    <TablePage
      family="tenants"
      listing={listing}
      rows={useTenantRows(listing)}
      columns={useColumns(resellers)}
      filters={[
        { name: 'state', label: t('tenants-state'), options: STATES.map((value) => ({ value, label: t(`tenant-${value}`) })) },
        ...(resellers ? [{ name: 'reseller', label: t('tenants-reseller'), options: [...resellers].map(([value, label]) => ({ value, label })) }] : []),
      ]}
      to={page}
      {...(enters && {
        actions: ({ id, title }: TenantFacts) => (
          <Link to={`/at/${id}`} className={styles.enter} aria-label={t('tenants-enter-name', { title })}>
            {t('tenants-enter')}
          </Link>
        ),
      })}
      creation={writes ? (close) => <NewTenantDrawer close={close} created={(tenant) => navigate(page(tenant))} /> : undefined}
    />
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
