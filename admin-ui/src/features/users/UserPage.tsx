/** One user: profile, access, phones and sessions. */
import { useNavigate, useParams } from 'react-router';
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
import { personName } from './names';
import { UserAccess } from './UserAccess';
import { useRoleTitles } from '../roles/useRoles';
import { UserForm } from './UserForm';
import { UserPhones } from './UserPhones';
import { ROLE_TONES, type TaggedUser, useUser, useUserActs } from './useUsers';

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
        {writes && user.id !== me?.user.id && <DeleteUser read={data} />}
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

function DeleteUser({ read: { user } }: { read: TaggedUser }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { path } = usePlace();
  const { remove, restore } = useUserActs();
  const removal = useRemoval<User>({ name: personName, remove: ({ id }) => remove(id), restore: ({ id }) => restore(id) });
  const act = async () => {
    if (await removal([user])) navigate(path('/users'), { replace: true });
  };
  return (
    <Button icon={TrashIcon} onClick={() => void act()}>
      {t('delete')}
    </Button>
  );
}
