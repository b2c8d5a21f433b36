/** Which calls go out over which trunk, and the dial plan beneath. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { useListing } from '../../api/listing';
import { useTrunkNames } from '../../api/lookup';
import { useMay } from '../../api/place';
import type { OutboundRoute } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Badge, Status } from '../../ui/Badge';
import { Button, IconButton } from '../../ui/Button';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { PlusIcon, TrashIcon } from '../../ui/icons';
import { ListPage } from '../../ui/ListPage';
import { PageHead } from '../../ui/Page';
import { Tabs } from '../../ui/Tabs';
import { useTell } from '../../ui/Toasts';
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
  return (
    <>
      <PageHead title={t('routes-title')} lead={t('routes-lead')}>
        {writes && (
          <Button look="primary" icon={PlusIcon} onClick={() => setCreating(true)}>
            {t('routes-new')}
          </Button>
        )}
      </PageHead>
      <Tabs
        label={t('routes-title')}
        tabs={[
          { key: 'routes', label: t('routes-tab'), content: () => <RouteList writes={writes} /> },
          ...(may('dial_plan.read') ? [{ key: 'plan', label: t('plan-tab'), content: () => <DialPlanForm readOnly={!may('dial_plan.write')} /> }] : []),
        ]}
      />
      {creating && <RouteDrawer route={undefined} close={() => setCreating(false)} />}
    </>
  );
}

function RouteList({ writes }: { writes: boolean }) {
  const t = useTexts();
  const listing = useListing(NO_FILTERS, 'position');
  const rows = useRouteRows(listing);
  const [changing, setChanging] = useState<OutboundRoute>();
  const trunks = useTrunkNames(rows.data?.items.flatMap((route) => route.trunks) ?? []);
  const columns: Column<OutboundRoute>[] = [
    { key: 'position', title: t('routes-position'), sort: 'position', width: '6rem', cell: ({ position }) => <Quiet>{position}</Quiet> },
    { key: 'name', title: t('routes-name'), sort: 'name', main: true, cell: ({ name }) => name },
    { key: 'patterns', title: t('routes-patterns'), cell: ({ patterns }) => <code>{patterns.join('  ')}</code> },
    { key: 'trunks', title: t('routes-trunks'), cell: (route) => route.trunks.map((id) => trunks.get(id)?.name ?? '…').join(' → ') },
    { key: 'class', title: t('routes-class'), wideOnly: true, cell: ({ class: kind }) => <Badge>{kind ? t(`class-${kind}`) : t('routes-class-by-number')}</Badge> },
    { key: 'enabled', title: t('routes-enabled'), cell: ({ enabled }) => <Status tone={enabled ? 'good' : 'quiet'}>{t(enabled ? 'routes-on' : 'routes-off')}</Status> },
  ];
  return (
    <>
      <ListPage listing={listing} rows={rows} searchLabel={t('routes-search')} empty={<EmptyState title={t('routes-none')} lead={t('routes-none-lead')} />}>
        {(items, stale) => (
          <DataTable
            caption={t('routes-title')}
            columns={columns}
            rows={items}
            id={({ id }) => id}
            sort={listing.sort}
            setSort={listing.setSort}
            stale={stale}
            {...(writes ? { open: setChanging, actions: (route: OutboundRoute) => <Delete route={route} /> } : {})}
          />
        )}
      </ListPage>
      {changing && <RouteDrawer route={changing} close={() => setChanging(undefined)} />}
    </>
  );
}

function Delete({ route }: { route: OutboundRoute }) {
  const t = useTexts();
  const tell = useTell();
  const { create, remove } = useRouteActs();
  const { name } = route;
  const trouble = (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' });
  const back = () => void create(draftOf(route)).catch(trouble);
  const act = () => remove(route.id).then(() => tell({ text: t('routes-deleted', { name }), action: { label: t('undo'), act: back } }), trouble);
  return <IconButton icon={TrashIcon} label={t('routes-delete', { name })} data-hint={t('delete')} data-side="left" onClick={() => void act()} />;
}
