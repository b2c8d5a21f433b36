/** Consents to support staff: the tenant's side, and the side of the staff that asks. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import { useApi } from '../../api/place';
import { useRereading } from '../../api/rereading';
import type { AccessLevel, SupportGrant, SupportVisit, TenantAccess } from '../../api/types';
import type { Texts } from '../../i18n/Language';
import type { Tone } from '../../ui/Badge';

const KEY = 'support_access';
/** How long access lasts, in hours, as the server takes it. */
export const HOURS = [1, 8, 24, 168] as const;
export const LEVELS: readonly AccessLevel[] = ['see', 'change'];

export function useGrants(enabled = true) {
  const api = useApi();
  return useQuery<SupportGrant[], ApiProblem>({
    queryKey: [KEY, 'list'],
    queryFn: async ({ signal }) => (await answered(api.GET('/api/v1/support-access', { signal }))).items,
    enabled,
  });
}

export function useVisits() {
  const api = useApi();
  return useQuery<SupportVisit[], ApiProblem>({
    queryKey: [KEY, 'visits'],
    queryFn: async ({ signal }) => (await answered(api.GET('/api/v1/support-access/visits', { signal }))).items,
  });
}

export interface GrantDraft {
  access: AccessLevel;
  hours: number;
  reason: string;
}

export function useGrantActs() {
  const api = useApi();
  const done = useRereading(KEY);
  const path = (id: string) => ({ params: { path: { id } } });
  return {
    give: (body: GrantDraft) => done(answered(api.POST('/api/v1/support-access', { body }))),
    accept: (id: string, body: Omit<GrantDraft, 'reason'>) => done(answered(api.POST('/api/v1/support-access/{id}/accept', { ...path(id), body }))),
    refuse: (id: string) => done(answered(api.POST('/api/v1/support-access/{id}/refuse', path(id)))),
    end: (id: string) => done(answered(api.DELETE('/api/v1/support-access/{id}', path(id)))),
  };
}

/** How the person stands with a tenant below; asked at home. */
export function useTenantAccess(tenant: string) {
  const api = useApi();
  const cache = useQueryClient();
  const path = { params: { path: { id: tenant } } };
  const queryKey = ['tenant_access', tenant];
  const standing = useQuery<TenantAccess, ApiProblem>({
    queryKey,
    queryFn: ({ signal }) => answered(api.GET('/api/v1/tenants/{id}/support-access', { ...path, signal })),
  });
  const ask = async (body: GrantDraft) => {
    const asked = await answered(api.POST('/api/v1/tenants/{id}/support-access', { ...path, body }));
    void cache.invalidateQueries({ queryKey });
    return asked;
  };
  return { standing, ask };
}

/** `1 hour`, `8 hours`, `1 day`, `7 days`. */
export const lastingText = (t: Texts, hours: number): string => (hours < 24 ? t('support-hours', { count: hours }) : t('support-days', { count: hours / 24 }));

/** How long something goes on: `3 h 12 min`, and in its last minutes `4:05`. */
export function leftText(t: Texts, until: string, nowSecs: number): string {
  const secs = Math.max(0, Math.ceil(Date.parse(until) / 1000) - nowSecs);
  const [days, hours, minutes] = [Math.floor(secs / 86_400), Math.floor(secs / 3600) % 24, Math.floor(secs / 60) % 60];
  if (days > 0) return t('support-left-days', { days, hours });
  if (hours > 0) return t('support-left-hours', { hours, minutes });
  return t('support-left-minutes', { minutes, secs: String(secs % 60).padStart(2, '0') });
}

export const STATE_TONES: Record<SupportGrant['state'], Tone> = { asked: 'warning', given: 'good', refused: 'bad', lapsed: 'quiet', ended: 'quiet' };

/** Who it is for. */
export const staffText = (t: Texts, { staff_name: name, staff_home_title: home }: Pick<SupportGrant, 'staff_name' | 'staff_home_title'>): string =>
  name ? (home ? t('support-staff-of', { name, home }) : name) : t('support-anybody');
