/** Roles as the server tells of them, what they are called, and what is done to them. */
import { useQuery } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import { useApi } from '../../api/place';
import { useRereading } from '../../api/rereading';
import type { NewRole, RoleFacts } from '../../api/types';
import { type Texts, useTexts } from '../../i18n/Language';

const KEY = ['roles'] as const;

export function useRoleList() {
  const api = useApi();
  return useQuery<RoleFacts[], ApiProblem>({
    queryKey: [...KEY, 'list'],
    queryFn: async ({ signal }) => (await answered(api.GET('/api/v1/roles', { signal }))).items,
  });
}

export interface Permission {
  name: string;
  /** Whether the person holds it, and so may give it. */
  held: boolean;
}

export function usePermissions() {
  const api = useApi();
  return useQuery<Permission[], ApiProblem>({
    queryKey: [...KEY, 'permissions'],
    queryFn: async ({ signal }) => (await answered(api.GET('/api/v1/permissions', { signal }))).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useRoleActs() {
  const api = useApi();
  const done = useRereading('roles', 'users');
  const path = (id: string) => ({ path: { id } });
  return {
    create: (body: NewRole) => done(answered(api.POST('/api/v1/roles', { body }))),
    change: (id: string, body: Partial<NewRole>) => done(answered(api.PATCH('/api/v1/roles/{id}', { params: path(id), body }))),
    remove: (id: string, replacement?: string) =>
      done(answered(api.DELETE('/api/v1/roles/{id}', { params: { ...path(id), query: replacement ? { replacement } : {} } }))),
  };
}

/** The address of a role's page: built-in ones have no id. */
export const roleKey = ({ id, name }: Pick<RoleFacts, 'id' | 'name'>): string => id ?? name;

/** What a role is called: the tenant's own by its title. */
export function roleTitle(t: Texts, { name, title }: Pick<RoleFacts, 'name' | 'title'>): string {
  return title || (t.has(`role-${name}`) ? t(`role-${name}`) : name);
}

/** Whom a role is for. */
export function roleLead(t: Texts, { name, title, description }: RoleFacts): string {
  if (title) return description;
  return t.has(`role-lead-${name}`) ? t(`role-lead-${name}`) : '';
}

/** What the roles that users bear are called. */
export function useRoleTitles(): (name: string) => string {
  const t = useTexts();
  const roles = useRoleList().data;
  return (name) => roleTitle(t, roles?.find((role) => role.name === name) ?? { name, title: '' });
}

/** Roles to choose from: those that the person may give, and the present one. */
export function useRoleOptions(present?: string): { value: string; label: string }[] {
  const t = useTexts();
  const roles = useRoleList().data ?? (present ? [{ name: present, title: '', may_give: true }] : []);
  return roles.filter((role) => role.may_give || role.name === present).map((role) => ({ value: role.name, label: roleTitle(t, role) }));
}

/** A name made out of a title: `Turno de noche` becomes `turno_de_noche`. */
export function nameOf(title: string): string {
  const plain = title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '_').replace(/^[_0-9]+|_+$/g, '').slice(0, 40).replace(/_+$/, '');
}
