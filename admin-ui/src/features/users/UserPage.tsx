/** One user: profile, access, phones and sessions. */
import { useParams } from 'react-router';
import { useMay, usePlace } from '../../api/place';
import { useMe } from '../../api/session';
import type { User } from '../../api/types';
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
import { personName } from './names';
import { UserAccess } from './UserAccess';
import { useRoleTitles } from '../roles/useRoles';
import { UserForm } from './UserForm';
import { UserPhones } from './UserPhones';
import { ROLE_TONES, useUser, useUserActs } from './useUsers';

export default function UserPage() {
  const t = useTexts();
  const { id = '' } = useParams();
  const { path } = usePlace();
  const may = useMay();
  const roleNamed = useRoleTitles();
  const me = useMe().data;
  const { data, error, refetch } = useUser(id);
  const back = { to: path('/users'), label: t('users-title') };
  if (error && !data) return <ProblemState page problem={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonForm />;
  const { user } = data;
  const writes = may('users.write');
  const phones = me?.tenant.kind === 'customer' && may('endpoints.read');
  return (
    <>
      <PageHead
        title={personName(user)}
        back={back}
        badge={
          <>
            <Badge tone={ROLE_TONES[user.role] ?? 'quiet'}>{roleNamed(user.role)}</Badge>
            {user.second_factor && <Badge tone="good">{t('users-factor-on')}</Badge>}
            {!user.enabled && <Badge tone="warning">{t('enabled-no')}</Badge>}
          </>
        }
        lead={user.user_name}
      >
        {writes && user.id !== me?.user.id && <DeleteUser user={user} />}
      </PageHead>
      <Tabs
        label={personName(user)}
        tabs={[
          { key: 'profile', label: t('users-tab-profile'), content: () => <UserForm read={data} readOnly={!writes} /> },
          ...(phones ? [{ key: 'phones', label: t('users-tab-phones'), content: () => <UserPhones user={user} /> }] : []),
          { key: 'access', label: t('users-tab-access'), content: () => <UserAccess user={user} writes={writes} /> },
        ]}
      />
    </>
  );
}

function DeleteUser({ user }: { user: User }) {
  const t = useTexts();
  const depart = useDeparture(user.id, '/users');
  const { remove, restore } = useUserActs();
  const removal = useRemoval<User>({ name: personName, remove: ({ id }) => remove(id), restore: ({ id }) => restore(id) });
  return (
    <Button icon={TrashIcon} onClick={() => void depart(() => removal([user]))}>
      {t('delete')}
    </Button>
  );
}
