/** Extensions as people think of them: a number, a phone's account behind it, who has it, and what is registered now. */
import { useExtensionsOf, useUserNames } from '../../api/lookup';
import { usePlace } from '../../api/place';
import type { Device, Endpoint } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Badge, Status } from '../../ui/Badge';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { personName } from '../users/names';
import styles from './EndpointTable.module.css';
import { useDevices } from './useEndpoints';

export function EndpointTable({ rows }: { rows: Endpoint[] }) {
  const t = useTexts();
  const { path } = usePlace();
  return <DataTable caption={t('endpoints-title')} columns={useEndpointColumns(rows)} rows={rows} id={({ id }) => id} to={({ id }) => path(`/extensions/${id}`)} />;
}

export function useEndpointColumns(rows: readonly Endpoint[]): Column<Endpoint>[] {
  const t = useTexts();
  const extensions = useExtensionsOf(rows.map(({ id }) => id));
  const owners = useUserNames(rows.map(({ owner }) => owner));
  const devices = useDevices().data;
  return [
    {
      key: 'name',
      title: t('endpoints-number-and-name'),
      sort: 'name',
      main: true,
      cell: ({ id, name }) => (
        <span className={styles.main}>
          <span className={styles.number}>{extensions.get(id)?.map(({ number }) => number).join(', ')}</span>
          {name}
        </span>
      ),
    },
    {
      key: 'devices',
      title: t('endpoints-devices'),
      cell: ({ id, settings }) => <Registered devices={devices?.filter(({ endpoint }) => endpoint === id)} quiet={settings.do_not_disturb ?? false} />,
    },
    {
      key: 'owner',
      title: t('endpoints-owner'),
      cell: ({ owner }) => {
        const person = owner && owners.get(owner);
        return person ? personName(person) : <Quiet>—</Quiet>;
      },
    },
    { key: 'user', title: t('endpoints-terminal-user'), sort: 'terminal_user', wideOnly: true, cell: ({ terminal_user }) => <Quiet>{terminal_user}</Quiet> },
    { key: 'class', title: t('endpoints-class'), wideOnly: true, cell: ({ settings }) => <Badge>{t(`class-${settings.outbound_class}`)}</Badge> },
  ];
}

/** How many devices are there, and what the first is. */
function Registered({ devices, quiet }: { devices: Device[] | undefined; quiet: boolean }) {
  const t = useTexts();
  if (!devices) return null;
  const [first, ...others] = devices;
  if (quiet) return <Status tone="warning">{t('endpoints-do-not-disturb')}</Status>;
  if (!first) return <Status tone="quiet">{t('devices-none-short')}</Status>;
  return (
    <Status tone="good">
      <span className={styles.agent} title={first.user_agent ?? first.address}>
        {first.user_agent || first.address}
      </span>
      {others.length > 0 && <Badge>+{others.length}</Badge>}
    </Status>
  );
}
