/** The lines to carriers and other exchanges, with their health. */
import { useNavigate } from 'react-router';
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import type { Trunk } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Badge, Status } from '../../ui/Badge';
import { type Column, Quiet } from '../../ui/DataTable';
import { TablePage } from '../../ui/TablePage';
import { NewTrunkDrawer } from './NewTrunkDrawer';
import { healthOf, troubleText, useTrunkRows } from './useTrunks';

const NO_FILTERS: readonly string[] = [];

export default function TrunksPage() {
  const t = useTexts();
  const writes = useMay()('trunks.write');
  const { path } = usePlace();
  const navigate = useNavigate();
  const listing = useListing(NO_FILTERS, 'name');
  const page = ({ id }: Trunk) => path(`/trunks/${id}`);
  const columns: Column<Trunk>[] = [
    { key: 'name', title: t('trunks-name'), sort: 'name', main: true, cell: ({ name }) => name },
    { key: 'health', title: t('trunks-health'), cell: (trunk) => <Health trunk={trunk} /> },
    { key: 'gateways', title: t('trunks-gateways'), cell: ({ settings }) => settings.gateways?.map(({ host }) => host).join(', ') || <Quiet>{t('trunks-receives-only')}</Quiet> },
    { key: 'registration', title: t('trunks-registration'), cell: ({ settings }) => settings.registration?.user ?? <Quiet>{t('trunks-by-address')}</Quiet> },
    { key: 'dialling', title: t('trunks-dialling'), wideOnly: true, cell: ({ settings }) => <Badge>{t(`dialling-${settings.dialling ?? 'numbers'}`)}</Badge> },
  ];
  return (
    <TablePage
      family="trunks"
      listing={listing}
      rows={useTrunkRows(listing)}
      columns={columns}
      to={page}
      creation={writes ? (close) => <NewTrunkDrawer close={close} created={(trunk) => navigate(page(trunk))} /> : undefined}
    />
  );
}

function Health({ trunk }: { trunk: Trunk }) {
  const t = useTexts();
  const { tone, key } = healthOf(trunk);
  return (
    <span title={trunk.state?.trouble ? troubleText(t, trunk.state.trouble) : undefined}>
      <Status tone={tone}>{t(`health-${key}`)}</Status>
    </span>
  );
}
