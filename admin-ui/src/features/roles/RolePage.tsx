/** One role: whom it is for, and what it may do. Built-in ones are shown and can be copied. */
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ApiProblem } from '../../api/client';
import { useMay, usePlace } from '../../api/place';
import { useMe } from '../../api/session';
import type { RoleFacts } from '../../api/types';
import { PageForm, Section } from '../../forms/FormParts';
import { TextField } from '../../forms/fields';
import { changes } from '../../forms/pointer';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { Badge } from '../../ui/Badge';
import { Button, LinkButton } from '../../ui/Button';
import { CopyIcon, TrashIcon } from '../../ui/icons';
import { PageHead } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonForm } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import { DeleteRole } from './DeleteRole';
import { PermissionPicker } from './PermissionPicker';
import { type Permission, roleKey, roleLead, roleTitle, usePermissions, useRoleActs, useRoleList } from './useRoles';

const NOT_FOUND = new ApiProblem(404, 'roles.not_found');

export default function RolePage() {
  const t = useTexts();
  const { id = '' } = useParams();
  const { path } = usePlace();
  const navigate = useNavigate();
  const may = useMay();
  const me = useMe().data;
  const { data: roles, error, refetch } = useRoleList();
  const permissions = usePermissions();
  const [deleting, setDeleting] = useState(false);
  const role = roles?.find((one) => roleKey(one) === id);
  const problem = error ?? permissions.error;
  // Deleted here: the list is on its way.
  if (roles && !role && deleting) return <SkeletonForm />;
  if (roles && !role) return <ProblemState page problem={NOT_FOUND} />;
  if (problem && !role) return <ProblemState page problem={problem} retry={() => void refetch()} />;
  if (!role || !permissions.data) return <SkeletonForm />;
  const writes = may('roles.write') && me?.tenant.kind === 'customer';
  const changeable = writes && role.id !== undefined && role.may_give;
  const title = roleTitle(t, role);
  return (
    <>
      <PageHead
        title={title}
        back={{ to: path('/roles'), label: t('roles-title') }}
        badge={<Badge tone={role.id ? 'accent' : 'quiet'}>{t(role.id ? 'roles-own' : 'roles-built-in')}</Badge>}
        lead={
          <>
            {roleLead(t, role)}{' '}
            {may('users.read') && <Link to={path(`/users?role=${role.name}`)}>{t('roles-users-count', { count: role.users })}</Link>}
          </>
        }
      >
        {changeable && (
          <Button icon={TrashIcon} onClick={() => setDeleting(true)}>
            {t('delete')}
          </Button>
        )}
        {writes && role.may_give && (
          <LinkButton icon={CopyIcon} to={path(`/roles?new=1&from=${role.name}`)}>
            {t('roles-copy')}
          </LinkButton>
        )}
      </PageHead>
      <RoleForm key={roleKey(role)} role={role} permissions={permissions.data} readOnly={!changeable} copies={writes && role.may_give} own={me?.user.role === role.name && me.home.id === me.tenant.id} />
      {deleting && roles && <DeleteRole role={role} roles={roles} close={() => setDeleting(false)} deleted={() => navigate(path('/roles'), { replace: true })} />}
    </>
  );
}

type Draft = Pick<RoleFacts, 'title' | 'description' | 'permissions'>;

interface FormProperties {
  role: RoleFacts;
  permissions: Permission[];
  readOnly: boolean;
  /** Whether a copy can be made of it. */
  copies: boolean;
  /** Whether the person has it. */
  own: boolean;
}

function RoleForm({ role, permissions, readOnly, copies, own }: FormProperties) {
  const t = useTexts();
  const tell = useTell();
  const { change } = useRoleActs();
  const { title, description, permissions: held } = role;
  const form = useForm<Draft, RoleFacts>({
    initial: { title, description, permissions: held },
    schema: 'NewRole',
    save: (draft, start) => change(role.id ?? '', changes(start, draft)),
    saved: () => tell({ text: t('roles-saved') }),
  });
  return (
    <PageForm form={form} readOnly={readOnly}>
      {role.id && (
        <Section title={t('roles-part-about')} lead={t('roles-part-about-lead', { name: role.name })}>
          <TextField field={form.field('/title')} label={t('roles-name')} />
          <TextField field={form.field('/description')} label={t('roles-description')} hint={t('roles-description-hint')} />
        </Section>
      )}
      <Section title={t('roles-permissions')} lead={t(own && role.id ? 'roles-own-lead' : !readOnly ? 'roles-permissions-lead' : copies ? 'roles-fixed-lead' : 'roles-fixed')}>
        <PermissionPicker permissions={permissions} field={form.field('/permissions')} readOnly={readOnly || own} />
      </Section>
    </PageForm>
  );
}
