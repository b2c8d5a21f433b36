/** Extensions as people think of them: a number, a phone's account behind it, who has it, and what is registered now. */
import { usePlace } from '../../api/place';
import type { ListedEndpoint } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Badge, Status } from '../../ui/Badge';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import styles from './EndpointTable.module.css';

export function EndpointTable({ rows }: { rows: ListedEndpoint[] }) {
  const t = useTexts();
  const { path } = usePlace();
  return <DataTable caption={t('endpoints-title')} columns={useEndpointColumns()} rows={rows} id={({ id }) => id} to={({ id }) => path(`/extensions/${id}`)} />;
}

export function useEndpointColumns(): Column<ListedEndpoint>[] {
  const t = useTexts();
  return [
    { key: 'number', title: t('endpoints-number'), sort: 'number', width: '8rem', cell: ({ numbers }) => <span className={styles.number}>{numbers.join(', ') || <Quiet>—</Quiet>}</span> },
    { key: 'name', title: t('endpoints-name'), sort: 'name', main: true, cell: ({ name }) => name },
    { key: 'devices', title: t('endpoints-devices'), cell: (endpoint) => <Registered endpoint={endpoint} /> },
    { key: 'owner', title: t('endpoints-owner'), sort: 'owner', cell: ({ owner_name }) => owner_name || <Quiet>—</Quiet> },
    { key: 'user', title: t('endpoints-terminal-user'), sort: 'terminal_user', wideOnly: true, cell: ({ terminal_user }) => <Quiet>{terminal_user}</Quiet> },
    { key: 'class', title: t('endpoints-class'), wideOnly: true, cell: ({ settings }) => <Badge>{t(`class-${settings.outbound_class}`)}</Badge> },
  ];
}

/** How many devices are registered. */
function Registered({ endpoint: { devices, settings } }: { endpoint: ListedEndpoint }) {
  const t = useTexts();
  if (settings.do_not_disturb) return <Status tone="warning">{t('endpoints-do-not-disturb')}</Status>;
  if (devices === 0) return <Status tone="quiet">{t('devices-none-short')}</Status>;
  return <Status tone="good">{t('devices-some', { count: devices })}</Status>;
}
