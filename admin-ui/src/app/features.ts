/** The areas of the application: each loads its own script when it is opened. A new area is one entry. */
import type { Me } from '../api/types';
import { type LateScript, withTexts } from '../i18n/withTexts';
import { ActiveIcon, AuditIcon, BanIcon, BlueprintIcon, BrandIcon, DeviceIcon, HealthIcon, KeyIcon, NumberIcon, OverviewIcon, PhoneIcon, type Picture, PlanIcon, ReportIcon, ResellerIcon, RolesIcon, RouteIcon, SetupIcon, ShieldIcon, SupportIcon, TenantsIcon, TrunkIcon, UsageIcon, UsersIcon } from '../ui/icons';

export type Group = 'platform' | 'calls' | 'people' | 'lines' | 'records' | 'settings';

export interface Feature {
  path: string;
  /** The text that names it in the menu. */
  title: string;
  icon: Picture;
  group: Group;
  /** One of these permissions shows it. */
  permissions: readonly string[];
  /** The kinds of tenant it makes sense in. */
  kinds: readonly string[];
  Page: LateScript;
  /** The page of one item, at `path/:id`. */
  Item?: LateScript;
  /** `g` and this key lead to it. */
  key: string;
  /** What can be begun there, at `path?new=1`. */
  create?: { title: string; permission: string; kinds?: readonly string[] };
}

const CUSTOMER = ['customer'];
const STAFF = ['reseller', 'operator'];
const ALL = [...CUSTOMER, ...STAFF];

export const features: readonly Feature[] = [
  {
    path: '/resellers',
    title: 'resellers-title',
    icon: ResellerIcon,
    group: 'platform',
    permissions: ['resellers.read'],
    kinds: ['operator'],
    Page: withTexts(['resellers', 'tenants', 'usage'], () => import('../features/resellers/ResellersPage')),
    Item: withTexts(['resellers', 'tenants', 'usage'], () => import('../features/resellers/ResellerPage')),
    key: 'r',
    create: { title: 'resellers-new', permission: 'resellers.write' },
  },
  {
    path: '/tenants',
    title: 'tenants-title',
    icon: TenantsIcon,
    group: 'platform',
    permissions: ['tenants.read'],
    kinds: STAFF,
    Page: withTexts(['tenants', 'usage'], () => import('../features/tenants/TenantsPage')),
    Item: withTexts(['tenants', 'usage'], () => import('../features/tenants/TenantPage')),
    key: 't',
    create: { title: 'tenants-new', permission: 'tenants.write' },
  },
  {
    path: '/health',
    title: 'health-title',
    icon: HealthIcon,
    group: 'platform',
    permissions: ['health.read'],
    kinds: ['operator'],
    Page: withTexts(['health'], () => import('../features/health/HealthPage')),
    key: 'h',
  },
  {
    path: '/bans',
    title: 'bans-title',
    icon: BanIcon,
    group: 'platform',
    permissions: ['bans.read'],
    kinds: ['operator'],
    Page: withTexts(['bans'], () => import('../features/bans/BansPage')),
    key: 'b',
    create: { title: 'bans-new', permission: 'bans.write' },
  },
  {
    path: '/setup',
    title: 'start-title',
    icon: SetupIcon,
    group: 'platform',
    permissions: ['setup.write'],
    kinds: ['operator'],
    Page: withTexts(['setup', 'tenants', 'resellers', 'cdrs', 'endpoints', 'users'], () => import('../features/setup/SetupPage')),
    key: 'i',
  },
  {
    path: '/blueprints',
    title: 'blueprints-title',
    icon: BlueprintIcon,
    group: 'platform',
    permissions: ['blueprints.write'],
    kinds: STAFF,
    Page: withTexts(['blueprints'], () => import('../features/blueprints/BlueprintsPage')),
    key: 'z',
  },
  {
    path: '/plans',
    title: 'plans-title',
    icon: PlanIcon,
    group: 'platform',
    permissions: ['plans.read'],
    kinds: ['reseller'],
    Page: withTexts(['plans', 'tenants'], () => import('../features/plans/PlansPage')),
    key: 'f',
    create: { title: 'plans-new', permission: 'plans.write' },
  },
  {
    path: '/quota',
    title: 'quota-title',
    icon: UsageIcon,
    group: 'platform',
    permissions: ['tenants.read'],
    kinds: ['reseller'],
    Page: withTexts(['usage', 'tenants'], () => import('../features/usage/UsagePage')),
    key: 'q',
  },
  {
    path: '/overview',
    title: 'overview-title',
    icon: OverviewIcon,
    group: 'calls',
    permissions: ['cdrs.read', 'cdrs.read_own'],
    kinds: CUSTOMER,
    Page: withTexts(['overview', 'cdrs', 'trunks'], () => import('../features/overview/OverviewPage')),
    key: 'v',
  },
  {
    path: '/calls',
    title: 'calls-title',
    icon: ActiveIcon,
    group: 'calls',
    permissions: ['calls.read', 'calls.read_own'],
    kinds: CUSTOMER,
    Page: withTexts(['calls'], () => import('../features/calls/ActiveCallsPage')),
    key: 'a',
  },
  {
    path: '/report',
    title: 'cdrs-title',
    icon: ReportIcon,
    group: 'calls',
    permissions: ['cdrs.read', 'cdrs.read_own'],
    kinds: CUSTOMER,
    Page: withTexts(['cdrs'], () => import('../features/cdrs/ReportPage')),
    Item: withTexts(['cdrs'], () => import('../features/cdrs/CallPage')),
    key: 'c',
  },
  {
    path: '/users',
    title: 'users-title',
    icon: UsersIcon,
    group: 'people',
    permissions: ['users.read'],
    kinds: ALL,
    Page: withTexts(['users', 'roles'], () => import('../features/users/UsersPage')),
    Item: withTexts(['users', 'roles', 'account', 'endpoints'], () => import('../features/users/UserPage')),
    key: 'u',
    create: { title: 'users-new', permission: 'users.write' },
  },
  {
    path: '/roles',
    title: 'roles-title',
    icon: RolesIcon,
    group: 'people',
    permissions: ['roles.read'],
    kinds: ALL,
    Page: withTexts(['roles'], () => import('../features/roles/RolesPage')),
    Item: withTexts(['roles'], () => import('../features/roles/RolePage')),
    key: 'p',
    create: { title: 'roles-new', permission: 'roles.write', kinds: CUSTOMER },
  },
  {
    path: '/extensions',
    title: 'endpoints-title',
    icon: PhoneIcon,
    group: 'people',
    permissions: ['endpoints.read', 'endpoints.read_own'],
    kinds: CUSTOMER,
    Page: withTexts(['endpoints'], () => import('../features/endpoints/ExtensionsPage')),
    Item: withTexts(['endpoints', 'provisioning'], () => import('../features/endpoints/ExtensionPage')),
    key: 'e',
    create: { title: 'endpoints-new', permission: 'endpoints.write' },
  },
  {
    path: '/devices',
    title: 'desk-phones-title',
    icon: DeviceIcon,
    group: 'people',
    permissions: ['provisioning.read'],
    kinds: CUSTOMER,
    Page: withTexts(['provisioning'], () => import('../features/provisioning/DevicesPage')),
    key: 'd',
    create: { title: 'desk-phones-new', permission: 'provisioning.write' },
  },
  {
    path: '/numbers',
    title: 'numbers-title',
    icon: NumberIcon,
    group: 'lines',
    permissions: ['numbers.read'],
    kinds: CUSTOMER,
    Page: withTexts(['numbers'], () => import('../features/numbers/NumbersPage')),
    key: 'n',
    create: { title: 'numbers-new', permission: 'numbers.write' },
  },
  {
    path: '/trunks',
    title: 'trunks-title',
    icon: TrunkIcon,
    group: 'lines',
    permissions: ['trunks.read'],
    kinds: CUSTOMER,
    Page: withTexts(['trunks'], () => import('../features/trunks/TrunksPage')),
    Item: withTexts(['trunks'], () => import('../features/trunks/TrunkPage')),
    key: 'k',
    create: { title: 'trunks-new', permission: 'trunks.write' },
  },
  {
    path: '/routes',
    title: 'routes-title',
    icon: RouteIcon,
    group: 'lines',
    permissions: ['outbound_routes.read'],
    kinds: CUSTOMER,
    Page: withTexts(['outbound-routes'], () => import('../features/outbound-routes/RoutesPage')),
    key: 'o',
    create: { title: 'routes-new', permission: 'outbound_routes.write' },
  },
  {
    path: '/audit',
    title: 'audit-title',
    icon: AuditIcon,
    group: 'records',
    permissions: ['audit.read'],
    kinds: ALL,
    Page: withTexts(['audit'], () => import('../features/audit/AuditPage')),
    key: 'l',
  },
  {
    path: '/security-events',
    title: 'security-log-title',
    icon: ShieldIcon,
    group: 'records',
    permissions: ['security_events.read'],
    kinds: ALL,
    Page: withTexts(['security-events'], () => import('../features/security-events/SecurityPage')),
    key: 'x',
  },
  {
    path: '/usage',
    title: 'usage-title',
    icon: UsageIcon,
    group: 'records',
    permissions: ['usage.read'],
    kinds: CUSTOMER,
    Page: withTexts(['usage', 'tenants'], () => import('../features/usage/UsagePage')),
    key: 'j',
  },
  {
    path: '/security',
    title: 'security-title',
    icon: KeyIcon,
    group: 'settings',
    permissions: ['api_keys.read', 'sign_in_policy.read'],
    kinds: ALL,
    Page: withTexts(['security', 'roles'], () => import('../features/security/SecurityPage')),
    key: 'y',
  },
  {
    path: '/support-access',
    title: 'support-title',
    icon: SupportIcon,
    group: 'settings',
    permissions: ['support_access.read'],
    // Nobody stands above the operator.
    kinds: ['customer', 'reseller'],
    Page: withTexts(['support-access'], () => import('../features/support-access/SupportAccessPage')),
    key: 's',
    create: { title: 'support-give', permission: 'support_access.write' },
  },
  {
    path: '/branding',
    title: 'branding-title',
    icon: BrandIcon,
    group: 'settings',
    permissions: ['branding.read'],
    kinds: ALL,
    Page: withTexts(['branding', 'sign-in'], () => import('../features/branding/BrandingPage')),
    key: 'm',
  },
];

export const GROUPS: readonly Group[] = ['platform', 'calls', 'people', 'lines', 'records', 'settings'];

/** The areas this person has here. */
export function shownTo(me: Me): Feature[] {
  const held = new Set(me.permissions);
  return features.filter(({ kinds, permissions }) => kinds.includes(me.tenant.kind) && permissions.some((permission) => held.has(permission)));
}
