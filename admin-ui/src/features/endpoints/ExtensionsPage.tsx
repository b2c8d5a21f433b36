/** The extensions of a tenant with their live devices. */
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import { useTexts } from '../../i18n/Language';
import { TablePage } from '../../ui/TablePage';
import { useEndpointColumns } from './EndpointTable';
import { NewExtensionDrawer } from './NewExtensionDrawer';
import { useDevices, useEndpointRows } from './useEndpoints';

const NO_FILTERS: readonly string[] = [];

export default function ExtensionsPage() {
  const t = useTexts();
  const writes = useMay()('endpoints.write');
  const { path } = usePlace();
  const listing = useListing(NO_FILTERS, 'name');
  const rows = useEndpointRows(listing);
  const devices = useDevices().data;
  return (
    <TablePage
      family="endpoints"
      lead={devices ? t('devices-count', { count: devices.length }) : ''}
      listing={listing}
      rows={rows}
      columns={useEndpointColumns(rows.data?.items ?? [])}
      to={({ id }) => path(`/extensions/${id}`)}
      creation={writes ? (close) => <NewExtensionDrawer close={close} /> : undefined}
    />
  );
}
