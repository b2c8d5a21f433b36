/** The roles of a tenant: built-in ones and its own, as a list and beside each other. */
import { useNavigate, useSearchParams } from 'react-router';
import { useMay, usePlace } from '../../api/place';
import { useMe } from '../../api/session';
import type { RoleFacts } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { PlusIcon } from '../../ui/icons';
import { PageHead, Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { Tabs } from '../../ui/Tabs';
import { useCreating } from '../../ui/useCreating';
import { Comparison } from './Comparison';
import { NewRoleDrawer } from './NewRoleDrawer';
import styles from './RolesPage.module.css';
import { roleKey, roleLead, roleTitle, useRoleList } from './useRoles';

export default function RolesPage() {
  const t = useTexts();
  const { path } = usePlace();
  const navigate = useNavigate();
  const [address] = useSearchParams();
  const { data: roles, error, refetch } = useRoleList();
  const customer = useMe().data?.tenant.kind === 'customer';
  const writes = useMay()('roles.write') && customer;
  const [creating, setCreating] = useCreating(writes, t('roles-new'));
  const body = (show: (roles: RoleFacts[]) => React.ReactNode) => (
    <Panel>{error && !roles ? <ProblemState problem={error} retry={() => void refetch()} /> : roles ? show(roles) : <SkeletonRows />}</Panel>
  );
  return (
    <>
      <PageHead title={t('roles-title')} lead={t(customer ? 'roles-lead' : 'roles-lead-staff')}>
        {writes && (
          <Button look="primary" icon={PlusIcon} onClick={() => setCreating(true)}>
            {t('roles-new')}
          </Button>
        )}
      </PageHead>
      <Tabs
        label={t('roles-title')}
        tabs={[
          { key: 'list', label: t('roles-tab-list'), content: () => body((all) => <RoleTable roles={all} />) },
          { key: 'compare', label: t('roles-tab-compare'), content: () => body((all) => <Comparison roles={all} />) },
        ]}
      />
      {creating && (
        <NewRoleDrawer
          roles={roles ?? []}
          from={address.get('from') ?? ''}
          close={() => setCreating(false)}
          created={(role) => navigate(path(`/roles/${roleKey(role)}`))}
        />
      )}
    </>
  );
}

function RoleTable({ roles }: { roles: RoleFacts[] }) {
  const t = useTexts();
  const { path } = usePlace();
  const { number } = useFormats();
  const columns: Column<RoleFacts>[] = [
    {
      key: 'title',
      title: t('roles-role'),
      main: true,
      cell: (role) => roleTitle(t, role),
    },
    { key: 'lead', title: t('roles-description'), wideOnly: true, cell: (role) => <span className={styles.lead}>{roleLead(t, role) || <Quiet>—</Quiet>}</span> },
    { key: 'kind', title: t('roles-kind'), cell: ({ id }) => <Badge tone={id ? 'accent' : 'quiet'}>{t(id ? 'roles-own' : 'roles-built-in')}</Badge> },
    { key: 'permissions', title: t('roles-permissions'), figure: true, wideOnly: 'roomy', cell: ({ permissions }) => number(permissions.length) },
    { key: 'users', title: t('roles-users'), figure: true, cell: ({ users }) => number(users) },
  ];
  return <DataTable caption={t('roles-title')} columns={columns} rows={roles} id={roleKey} to={(role) => path(`/roles/${roleKey(role)}`)} />;
}
