/** Which calls go out over which trunk, and the dial plan beneath. */
import { useListing } from '../../api/listing';
import { useTrunkNames } from '../../api/lookup';
import { useMay } from '../../api/place';
import type { OutboundRoute } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Badge, Status } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { type Column, Quiet } from '../../ui/DataTable';
import { PlusIcon } from '../../ui/icons';
import { PageHead } from '../../ui/Page';
import { TableList } from '../../ui/TableList';
import { Tabs } from '../../ui/Tabs';
import { useCreating } from '../../ui/useCreating';
import { DialPlanForm } from './DialPlanForm';
import { RouteDrawer } from './RouteDrawer';
import { draftOf, useRouteActs, useRouteRows } from './useRoutes';

const NO_FILTERS: readonly string[] = [];

export default function RoutesPage() {
  const t = useTexts();
  const may = useMay();
  const writes = may('outbound_routes.write');
  const [creating, setCreating] = useCreating(writes, t('routes-new'));
  const create = writes ? () => setCreating(true) : undefined;
  return (
    <>
      <PageHead title={t('routes-title')} lead={t('routes-lead')}>
        {create && (
          <Button look="primary" icon={PlusIcon} onClick={create}>
            {t('routes-new')}
          </Button>
        )}
      </PageHead>
      <Tabs
        label={t('routes-title')}
        tabs={[
          { key: 'routes', label: t('routes-tab'), content: () => <RouteList create={create} /> },
          ...(may('dial_plan.read') ? [{ key: 'plan', label: t('plan-tab'), content: () => <DialPlanForm readOnly={!may('dial_plan.write')} /> }] : []),
        ]}
      />
      {creating && <RouteDrawer route={undefined} close={() => setCreating(false)} />}
    </>
  );
}

function RouteList({ create }: { create: (() => void) | undefined }) {
  const t = useTexts();
  const listing = useListing(NO_FILTERS, 'position');
  const rows = useRouteRows(listing);
  const acts = useRouteActs();
  const trunks = useTrunkNames(rows.data?.items.flatMap((route) => route.trunks) ?? []);
  const columns: Column<OutboundRoute>[] = [
    { key: 'position', title: t('routes-position'), sort: 'position', width: '6rem', cell: ({ position }) => <Quiet>{position}</Quiet> },
    { key: 'name', title: t('routes-name'), sort: 'name', main: true, cell: ({ name }) => name },
    { key: 'patterns', title: t('routes-patterns'), cell: ({ patterns }) => <code>{patterns.join('  ')}</code> },
    { key: 'trunks', title: t('routes-trunks'), cell: (route) => route.trunks.map((id) => trunks.get(id)?.name ?? '…').join(' → ') },
    { key: 'class', title: t('routes-class'), wideOnly: true, cell: ({ class: kind }) => <Badge>{kind ? t(`class-${kind}`) : t('routes-class-by-number')}</Badge> },
    { key: 'enabled', title: t('routes-enabled'), cell: ({ enabled }) => <Status tone={enabled ? 'good' : 'quiet'}>{t(enabled ? 'routes-on' : 'routes-off')}</Status> },
  ];
  const removal = {
    name: ({ name }: OutboundRoute) => name,
    remove: ({ id }: OutboundRoute) => acts.remove(id),
    restore: (route: OutboundRoute) => acts.create(draftOf(route)),
  };
  return (
    <TableList<OutboundRoute>
      family="routes"
      listing={listing}
      rows={rows}
      columns={columns}
      create={create}
      drawer={create && ((route, close) => <RouteDrawer route={route} close={close} />)}
      removal={create && removal}
    />
  );
}
