/** The lines to carriers and other exchanges, with their health. */
import { useNavigate } from 'react-router';
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import type { Trunk } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Badge, Status } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { PlusIcon } from '../../ui/icons';
import { ListPage } from '../../ui/ListPage';
import { PageHead } from '../../ui/Page';
import { useCreating } from '../../ui/useCreating';
import { NewTrunkDrawer } from './NewTrunkDrawer';
import { healthOf, useTrunkRows } from './useTrunks';

const NO_FILTERS: readonly string[] = [];

export default function TrunksPage() {
  const t = useTexts();
  const may = useMay();
  const { path } = usePlace();
  const navigate = useNavigate();
  const listing = useListing(NO_FILTERS, 'name');
  const rows = useTrunkRows(listing);
  const writes = may('trunks.write');
  const [creating, setCreating] = useCreating(writes, t('trunks-new'));
  const columns: Column<Trunk>[] = [
    { key: 'name', title: t('trunks-name'), sort: 'name', main: true, cell: ({ name }) => name },
    { key: 'health', title: t('trunks-health'), cell: (trunk) => <Health trunk={trunk} /> },
    { key: 'gateways', title: t('trunks-gateways'), cell: ({ settings }) => settings.gateways?.map(({ host }) => host).join(', ') || <Quiet>{t('trunks-receives-only')}</Quiet> },
    { key: 'registration', title: t('trunks-registration'), cell: ({ settings }) => settings.registration?.user ?? <Quiet>{t('trunks-by-address')}</Quiet> },
    { key: 'dialling', title: t('trunks-dialling'), wideOnly: true, cell: ({ settings }) => <Badge>{t(`dialling-${settings.dialling ?? 'numbers'}`)}</Badge> },
  ];
  return (
    <>
      <PageHead title={t('trunks-title')} lead={t('trunks-lead')}>
        {writes && (
          <Button look="primary" icon={PlusIcon} onClick={() => setCreating(true)}>
            {t('trunks-new')}
          </Button>
        )}
      </PageHead>
      <ListPage
        listing={listing}
        rows={rows}
        searchLabel={t('trunks-search')}
        empty={
          <EmptyState
            title={t('trunks-none')}
            lead={t('trunks-none-lead')}
            {...(writes ? { action: { label: t('trunks-new'), icon: PlusIcon, act: () => setCreating(true) } } : {})}
          />
        }
      >
        {(items, stale) => (
          <DataTable
            caption={t('trunks-title')}
            columns={columns}
            rows={items}
            id={({ id }) => id}
            to={({ id }) => path(`/trunks/${id}`)}
            sort={listing.sort}
            setSort={listing.setSort}
            stale={stale}
          />
        )}
      </ListPage>
      {creating && <NewTrunkDrawer close={() => setCreating(false)} created={({ id }) => navigate(path(`/trunks/${id}`))} />}
    </>
  );
}

function Health({ trunk }: { trunk: Trunk }) {
  const t = useTexts();
  const { tone, key } = healthOf(trunk);
  return (
    <span title={trunk.state?.trouble ?? undefined}>
      <Status tone={tone}>{t(`health-${key}`)}</Status>
    </span>
  );
}
