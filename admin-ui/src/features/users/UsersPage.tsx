/** The people of a tenant: searched, filtered, sorted and paged by the server. */
import { Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import type { User } from '../../api/types';
import { type Formats, useFormats } from '../../i18n/format';
import { type Texts, useTexts } from '../../i18n/Language';
import { withTexts } from '../../i18n/withTexts';
import { useNow } from '../../realtime/now';
import { Badge, Status } from '../../ui/Badge';
import { type Column, Quiet } from '../../ui/DataTable';
import { Button } from '../../ui/Button';
import { UploadIcon } from '../../ui/icons';
import { TablePage } from '../../ui/TablePage';
import { roleTitle, useRoleList, useRoleTitles } from '../roles/useRoles';
import { NewUserDrawer } from './NewUserDrawer';
import { Named } from './Named';
import { personName } from './names';
import { ROLE_TONES, useUserActs, useUserRows } from './useUsers';

const ImportDrawer = withTexts(['imports', 'users', 'endpoints'], () => import('../imports/ImportDrawer'));
const FILTERS = ['role', 'enabled'] as const;

export default function UsersPage() {
  const t = useTexts();
  const { path } = usePlace();
  const navigate = useNavigate();
  const may = useMay();
  const writes = may('users.write');
  const { remove, removeMany, restore } = useUserActs();
  const [importing, setImporting] = useState(false);
  const listing = useListing(FILTERS, 'name');
  const page = ({ id }: User) => path(`/users/${id}`);
  const removal = {
    name: personName,
    remove: ({ id }: User) => remove(id),
    restore: ({ id }: User) => restore(id),
    many: { remove: removeMany },
  };
  return (
    <>
    <TablePage
      family="users"
      listing={listing}
      rows={useUserRows(listing)}
      columns={columnsOf(t, useFormats(), useMinute(), useRoleTitles())}
      filters={[
        { name: 'role', label: t('users-role'), options: (useRoleList().data ?? []).map((role) => ({ value: role.name, label: roleTitle(t, role) })) },
        { name: 'enabled', label: t('users-access'), options: ['yes', 'no'].map((value) => ({ value, label: t(`enabled-${value}`) })) },
      ]}
      to={page}
      acts={
        may('imports.run') && (
          <Button icon={UploadIcon} onClick={() => setImporting(true)}>
            {t('users-import')}
          </Button>
        )
      }
      removal={writes ? removal : undefined}
      creation={writes ? (close) => <NewUserDrawer close={close} created={(user) => navigate(page(user))} /> : undefined}
    />
    {importing && (
      <Suspense>
        <ImportDrawer close={() => setImporting(false)} />
      </Suspense>
    )}
    </>
  );
}

function columnsOf(t: Texts, formats: Formats, nowSecs: number, roleNamed: (name: string) => string): Column<User>[] {
  return [
    { key: 'name', title: t('users-name'), sort: 'name', main: true, cell: (user) => <Named user={user} /> },
    { key: 'user_name', title: t('users-user-name'), sort: 'user_name', cell: ({ user_name }) => <Quiet>{user_name}</Quiet> },
    { key: 'role', title: t('users-role'), sort: 'role', cell: ({ role }) => <Badge tone={ROLE_TONES[role] ?? 'quiet'}>{roleNamed(role)}</Badge> },
    { key: 'department', title: t('users-department'), wideOnly: true, cell: ({ department }) => department || <Quiet>—</Quiet> },
    { key: 'email', title: t('users-email'), wideOnly: 'roomy', cell: ({ email }) => email || <Quiet>—</Quiet> },
    {
      key: 'access',
      title: t('users-access'),
      cell: ({ enabled }) => <Status tone={enabled ? 'good' : 'quiet'}>{t(`enabled-${enabled ? 'yes' : 'no'}`)}</Status>,
    },
    {
      key: 'signed_in',
      title: t('users-signed-in'),
      sort: 'signed_in_at',
      figure: true,
      cell: ({ signed_in_at: at }) => (at ? <time dateTime={at} title={formats.exact(at)}>{formats.ago(at, nowSecs)}</time> : <Quiet>{t('never')}</Quiet>),
    },
  ];
}

/** The present second, which changes each minute: lists need no more. */
const useMinute = () => Math.floor(useNow() / 60) * 60 + 59;
