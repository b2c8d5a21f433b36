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
import { useTotals } from '../usage/useUsage';
import { UsageBar } from '../usage/UsageBar';
import { useResellerNames } from '../resellers/useResellers';
import { NewTenantDrawer } from './NewTenantDrawer';
import life from './Life.module.css';
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
      columns={useColumns(resellers, listing.filters.state === 'deleting')}
      filters={[
        { name: 'state', label: t('tenants-state'), options: STATES.map((value) => ({ value, label: t(`tenant-${value}`) })) },
        ...(resellers ? [{ name: 'reseller', label: t('tenants-reseller'), options: [...resellers].map(([value, label]) => ({ value, label })) }] : []),
      ]}
      lead={<Totals reseller={listing.filters.reseller} />}
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

function useColumns(resellers: ReadonlyMap<string, string> | undefined, deleted: boolean): Column<TenantFacts>[] {
  const t = useTexts();
  const { date, country } = useFormats();
  const reseller: Column<TenantFacts> = { key: 'reseller', title: t('tenants-reseller'), cell: ({ reseller: id }) => resellers?.get(id ?? '') ?? <Quiet>—</Quiet> };
  const usage = (name: 'users' | 'endpoints' | 'concurrent_calls', title: string): Column<TenantFacts> => ({
    key: name,
    title,
    cell: ({ used, limits }) => <UsageBar bare label={title} used={used?.[name]} most={limits[name]} more={name === 'concurrent_calls' && used?.peak_calls ? t('usage-peak', { peak: used.peak_calls }) : ''} />,
  });
  const gone: Column<TenantFacts> = { key: 'gone', title: t('tenants-gone'), sort: 'erase_after', figure: true, wideOnly: deleted || 'roomy', cell: ({ erase_after: at }) => (at ? date(at) : <Quiet>—</Quiet>) };
  return [
    { key: 'title', title: t('tenants-name'), sort: 'title', main: true, cell: ({ title }) => title },
    { key: 'name', title: t('tenants-short-name'), sort: 'name', wideOnly: 'roomy', cell: ({ name }) => <Quiet>{name}</Quiet> },
    { key: 'state', title: t('tenants-state'), cell: ({ state, held }) => <Status tone={toneOf(held ? 'suspended' : state)}>{t(held ? 'tenant-held' : `tenant-${state}`)}</Status> },
    ...(resellers ? [reseller] : []),
    usage('users', t('limit-users')),
    usage('endpoints', t('limit-endpoints')),
    usage('concurrent_calls', t('tenants-calls')),
    gone,
    { key: 'domain', title: t('tenants-domain'), wideOnly: 'roomy', cell: ({ domain }) => domain || <Quiet>—</Quiet> },
    { key: 'country', title: t('tenants-country'), wideOnly: 'roomy', cell: ({ country: code }) => country(code) },
    { key: 'created', title: t('tenants-created'), sort: 'created_at', figure: true, wideOnly: 'roomy', cell: ({ created_at }) => date(created_at) },
  ];
}

/** All of them together. */
function Totals({ reseller }: { reseller: string | undefined }) {
  const t = useTexts();
  const { number } = useFormats();
  const { data } = useTotals(reseller);
  if (!data) return t('tenants-lead');
  const { active, suspended, deleting, used } = data;
  return (
    <span className={life.figures}>
      <span>{t('tenants-total-active', { count: active })}</span>
      {suspended > 0 && <span>{t('tenants-total-suspended', { count: suspended })}</span>}
      {deleting > 0 && <span>{t('tenants-total-deleting', { count: deleting })}</span>}
      <span>{t('tenants-total-users', { users: number(used.users), endpoints: number(used.endpoints) })}</span>
      <span>{t('tenants-total-calls', { calls: number(used.concurrent_calls) })}</span>
    </span>
  );
}
