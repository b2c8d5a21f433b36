/** The extensions that belong to a user. */
import { usePlace } from '../../api/place';
import type { User } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { EmptyState } from '../../ui/EmptyState';
import { Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { EndpointTable } from '../endpoints/EndpointTable';
import { useOwnedEndpoints } from '../endpoints/useEndpoints';
import { useNavigate } from 'react-router';

export function UserPhones({ user }: { user: User }) {
  const t = useTexts();
  const { path } = usePlace();
  const navigate = useNavigate();
  const owned = useOwnedEndpoints(user.id);
  return (
    <Panel label={t('users-tab-phones')}>
      {owned.error ? (
        <ProblemState problem={owned.error} retry={() => void owned.refetch()} />
      ) : !owned.data ? (
        <SkeletonRows rows={2} />
      ) : owned.data.items.length > 0 ? (
        <EndpointTable rows={owned.data.items} />
      ) : (
        <EmptyState title={t('users-no-phones')} lead={t('users-no-phones-lead')} action={{ label: t('endpoints-title'), act: () => navigate(path('/extensions')) }} />
      )}
    </Panel>
  );
}
