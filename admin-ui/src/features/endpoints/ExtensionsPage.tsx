/** The extensions of a tenant with how many devices each has now. */
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import type { ListedEndpoint } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { TablePage } from '../../ui/TablePage';
import { useEndpointColumns } from './EndpointTable';
import { NewExtensionDrawer } from './NewExtensionDrawer';
import { useDeviceTotal, useEndpointActs, useEndpointRows } from './useEndpoints';

const NO_FILTERS: readonly string[] = [];

export default function ExtensionsPage() {
  const t = useTexts();
  const writes = useMay()('endpoints.write');
  const { path } = usePlace();
  const listing = useListing(NO_FILTERS, 'number');
  const rows = useEndpointRows(listing);
  const registered = useDeviceTotal();
  const { remove, removeMany, restore } = useEndpointActs();
  const removal = {
    name: ({ name }: ListedEndpoint) => name,
    remove: ({ id }: ListedEndpoint) => remove(id),
    restore: ({ id }: ListedEndpoint) => restore(id),
    many: { remove: removeMany, asks: true },
  };
  return (
    <TablePage
      family="endpoints"
      lead={registered ? t('devices-count', { count: registered.count }) : ''}
      listing={listing}
      rows={rows}
      columns={useEndpointColumns()}
      to={({ id }) => path(`/extensions/${id}`)}
      removal={writes ? removal : undefined}
      creation={writes ? (close) => <NewExtensionDrawer close={close} /> : undefined}
    />
  );
}
