/** The devices registered now, live. */
import type { ApiProblem } from '../../api/client';
import type { Device, Endpoint } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { useNow } from '../../realtime/now';
import { Badge, Status } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { useConfirm } from '../../ui/Confirm';
import { Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import { useDevices, useEndpointActs } from './useEndpoints';

export function DeviceList({ endpoint, writes }: { endpoint: Endpoint; writes: boolean }) {
  const t = useTexts();
  const devices = useDevices(endpoint.id);
  const own = devices.data;
  return (
    <Panel label={t('endpoints-devices')} busy={devices.isFetching}>
      {devices.error && !own ? (
        <ProblemState problem={devices.error} retry={() => void devices.refetch()} />
      ) : !own ? (
        <SkeletonRows rows={2} />
      ) : own.length > 0 ? (
        <Table devices={own} writes={writes} />
      ) : (
        <EmptyState title={t('devices-none')} lead={t('devices-none-lead')} />
      )}
    </Panel>
  );
}

function Table({ devices, writes }: { devices: Device[]; writes: boolean }) {
  const t = useTexts();
  const { ago, exact } = useFormats();
  const nowSecs = useNow();
  const columns: Column<Device>[] = [
    { key: 'agent', title: t('devices-device'), main: true, cell: ({ user_agent, contact }) => <Status tone="good">{user_agent || contact}</Status> },
    { key: 'address', title: t('devices-address'), cell: ({ address }) => address },
    { key: 'transport', title: t('devices-transport'), cell: ({ transport }) => <Badge>{transport.toUpperCase()}</Badge> },
    { key: 'since', title: t('devices-since'), cell: ({ since }) => <time dateTime={since} title={exact(since)}>{ago(since, nowSecs)}</time> },
    { key: 'expires', title: t('devices-expires'), wideOnly: true, cell: ({ expires }) => <Quiet>{exact(expires)}</Quiet> },
  ];
  return (
    <DataTable caption={t('endpoints-devices')} columns={columns} rows={devices} id={({ id }) => id} {...(writes ? { actions: (device: Device) => <Drop device={device} /> } : {})} />
  );
}

function Drop({ device }: { device: Device }) {
  const t = useTexts();
  const ask = useConfirm();
  const tell = useTell();
  const { dropDevice } = useEndpointActs();
  const act = async () => {
    if (!(await ask({ title: t('devices-drop-title'), lead: t('devices-drop-lead'), act: t('devices-drop'), danger: true }))) return;
    dropDevice(device.endpoint, device.id).then(
      () => tell({ text: t('devices-dropped') }),
      (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' }),
    );
  };
  return (
    <Button size="small" look="quiet" onClick={() => void act()}>
      {t('devices-drop')}
    </Button>
  );
}
