/** The extensions of a tenant with their live devices. */
import { useListing } from '../../api/listing';
import { useMay } from '../../api/place';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { PlusIcon } from '../../ui/icons';
import { ListPage } from '../../ui/ListPage';
import { PageHead } from '../../ui/Page';
import { useCreating } from '../../ui/useCreating';
import { EndpointTable } from './EndpointTable';
import { NewExtensionDrawer } from './NewExtensionDrawer';
import { useDevices, useEndpointRows } from './useEndpoints';

const NO_FILTERS: readonly string[] = [];

export default function ExtensionsPage() {
  const t = useTexts();
  const may = useMay();
  const listing = useListing(NO_FILTERS, 'name');
  const rows = useEndpointRows(listing);
  const devices = useDevices().data;
  const [creating, setCreating] = useCreating(may('endpoints.write'), t('endpoints-new'));
  return (
    <>
      <PageHead title={t('endpoints-title')} lead={devices && t('devices-count', { count: devices.length })}>
        {may('endpoints.write') && (
          <Button look="primary" icon={PlusIcon} onClick={() => setCreating(true)}>
            {t('endpoints-new')}
          </Button>
        )}
      </PageHead>
      <ListPage listing={listing} rows={rows} searchLabel={t('endpoints-search')} empty={<EmptyState title={t('endpoints-none')} lead={t('endpoints-none-lead')} />}>
        {(items, stale) => <EndpointTable rows={items} sort={listing.sort} setSort={listing.setSort} stale={stale} />}
      </ListPage>
      {creating && <NewExtensionDrawer close={() => setCreating(false)} />}
    </>
  );
}
