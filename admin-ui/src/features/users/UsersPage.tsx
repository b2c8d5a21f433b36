/** The people of a tenant: searched, filtered, sorted and paged by the server. */
import { useNavigate } from 'react-router';
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import type { User } from '../../api/types';
import { type Formats, useFormats } from '../../i18n/format';
import { type Texts, useTexts } from '../../i18n/Language';
import { useNow } from '../../realtime/now';
import { Badge, Status } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { PlusIcon } from '../../ui/icons';
import { FilterSelect, ListPage } from '../../ui/ListPage';
import { useCreating } from '../../ui/useCreating';
import { PageHead } from '../../ui/Page';
import { NewUserDrawer } from './NewUserDrawer';
import { personName } from './names';
import { ROLE_TONES, useRoles, useUserRows } from './useUsers';

const FILTERS = ['role', 'enabled'] as const;

export default function UsersPage() {
  const t = useTexts();
  const formats = useFormats();
  const { path } = usePlace();
  const navigate = useNavigate();
  const may = useMay();
  const listing = useListing(FILTERS, 'name');
  const rows = useUserRows(listing);
  const roles = useRoles();
  const [creating, setCreating] = useCreating(may('users.write'), t('users-new'));
  const nowSecs = useMinute();
  const columns = columnsOf(t, formats, nowSecs);
  return (
    <>
      <PageHead title={t('users-title')} lead={t('users-lead')}>
        {may('users.write') && (
          <Button look="primary" icon={PlusIcon} onClick={() => setCreating(true)}>
            {t('users-new')}
          </Button>
        )}
      </PageHead>
      <ListPage
        listing={listing}
        rows={rows}
        searchLabel={t('users-search')}
        filters={
          <>
            <FilterSelect
              label={t('users-role')}
              value={listing.filters.role ?? ''}
              options={(roles ?? []).map(({ name }) => ({ value: name, label: t(`role-${name}`) }))}
              change={(value) => listing.setFilters({ role: value })}
            />
            <FilterSelect
              label={t('users-access')}
              value={listing.filters.enabled ?? ''}
              options={['yes', 'no'].map((value) => ({ value, label: t(`enabled-${value}`) }))}
              change={(value) => listing.setFilters({ enabled: value })}
            />
          </>
        }
        empty={<EmptyState title={t('users-none')} lead={t('users-none-lead')} />}
      >
        {(items, stale) => (
          <DataTable
            caption={t('users-title')}
            columns={columns}
            rows={items}
            id={(user) => user.id}
            to={(user) => path(`/users/${user.id}`)}
            sort={listing.sort}
            setSort={listing.setSort}
            stale={stale}
          />
        )}
      </ListPage>
      {creating && <NewUserDrawer close={() => setCreating(false)} created={(user) => navigate(path(`/users/${user.id}`))} />}
    </>
  );
}

function columnsOf(t: Texts, formats: Formats, nowSecs: number): Column<User>[] {
  return [
    { key: 'name', title: t('users-name'), sort: 'name', main: true, cell: personName },
    { key: 'user_name', title: t('users-user-name'), sort: 'user_name', cell: ({ user_name }) => <Quiet>{user_name}</Quiet> },
    { key: 'role', title: t('users-role'), sort: 'role', cell: ({ role }) => <Badge tone={ROLE_TONES[role] ?? 'quiet'}>{t(`role-${role}`)}</Badge> },
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
