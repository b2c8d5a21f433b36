/** One extension: what is registered now, its numbers, its settings and its SIP account. */
import { useParams } from 'react-router';
import { useMay, usePlace } from '../../api/place';
import type { Endpoint } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { TrashIcon } from '../../ui/icons';
import { PageHead } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { useRemoval } from '../../ui/removal';
import { SkeletonForm } from '../../ui/Skeleton';
import { Tabs } from '../../ui/Tabs';
import { useDeparture } from '../../ui/useDeparture';
import { SetupTab } from '../provisioning/SetupTab';
import { AccountTab } from './AccountTab';
import { DeviceList } from './DeviceList';
import { EndpointForm } from './EndpointForm';
import { NumberList } from './NumberList';
import { useEndpoint, useEndpointActs, useEndpointExtensions } from './useEndpoints';

export default function ExtensionPage() {
  const t = useTexts();
  const { id = '' } = useParams();
  const { path } = usePlace();
  const may = useMay();
  const { data: endpoint, error, refetch } = useEndpoint(id);
  const extensions = useEndpointExtensions(id).data?.items;
  if (error && !endpoint) return <ProblemState page problem={error} retry={() => void refetch()} />;
  if (!endpoint) return <SkeletonForm />;
  const writes = may('endpoints.write');
  const numbers = extensions?.map(({ number }) => number).join(', ');
  return (
    <>
      <PageHead
        title={numbers ? `${numbers} · ${endpoint.name}` : endpoint.name}
        back={{ to: path('/extensions'), label: t('endpoints-title') }}
        badge={endpoint.settings.do_not_disturb && <Badge tone="warning">{t('endpoints-do-not-disturb')}</Badge>}
        lead={t('endpoints-lead', { user: endpoint.terminal_user })}
      >
        {writes && <DeleteEndpoint endpoint={endpoint} />}
      </PageHead>
      <Tabs
        label={endpoint.name}
        tabs={[
          {
            key: 'overview',
            label: t('endpoints-tab-overview'),
            content: () => (
              <>
                <DeviceList endpoint={endpoint} writes={writes} />
                <NumberList endpoint={endpoint} />
              </>
            ),
          },
          ...(may('provisioning.link') ? [{ key: 'setup', label: t('setup-tab'), content: () => <SetupTab endpoint={endpoint} /> }] : []),
          { key: 'settings', label: t('endpoints-tab-settings'), content: () => <EndpointForm endpoint={endpoint} readOnly={!writes} /> },
          { key: 'account', label: t('endpoints-tab-account'), content: () => <AccountTab endpoint={endpoint} writes={writes} /> },
        ]}
      />
    </>
  );
}

function DeleteEndpoint({ endpoint }: { endpoint: Endpoint }) {
  const t = useTexts();
  const depart = useDeparture(endpoint.id, '/extensions');
  const { remove, removeMany, restore } = useEndpointActs();
  const removal = useRemoval<Endpoint>({
    name: ({ name }) => name,
    remove: ({ id }) => remove(id),
    restore: ({ id }) => restore(id),
    many: { remove: removeMany, asks: true },
  });
  return (
    <Button icon={TrashIcon} onClick={() => void depart(() => removal([endpoint]))}>
      {t('delete')}
    </Button>
  );
}
