/** Permissions in the areas that people think in, and which of them are of no use alone. */
import type { Texts } from '../../i18n/Language';

/** Areas and their slices; what no area names stands under *other*. */
const AREAS: readonly (readonly [area: string, slices: readonly string[]])[] = [
  ['calls', ['calls', 'cdrs']],
  ['people', ['users', 'imports', 'roles']],
  ['phones', ['endpoints', 'extensions', 'provisioning']],
  ['lines', ['numbers', 'trunks', 'outbound_routes', 'dial_plan']],
  ['platform', ['tenants', 'resellers', 'health', 'bans', 'security']],
  ['company', ['audit', 'api_keys', 'sign_in_policy', 'support_access', 'blueprints', 'branding']],
];

export interface Area {
  area: string;
  names: string[];
}

const sliceOf = (name: string) => name.split('.')[0] ?? '';
const verbOf = (name: string) => name.split('.')[1] ?? '';

/** The permissions by area; within one as the areas name the slices, what shows before what changes. */
export function areasOf(names: readonly string[]): Area[] {
  const known = new Set(AREAS.flatMap(([, slices]) => slices));
  const others = [...new Set(names.map(sliceOf))].filter((slice) => !known.has(slice));
  return [...AREAS, ['other', others] as const]
    .map(([area, slices]) => ({
      area,
      names: slices.flatMap((slice) => names.filter((name) => sliceOf(name) === slice).sort((a, b) => rank(a) - rank(b))),
    }))
    .filter(({ names: own }) => own.length > 0);
}

const ORDER = ['read_own', 'read', 'export'];
const rank = (name: string) => (ORDER.indexOf(verbOf(name)) + ORDER.length + 1) % (ORDER.length + 1);

/** Whether `name` is of no use without `other`. The server adds it likewise. */
export function needs(name: string, other: string): boolean {
  if (name === 'users.write' && other === 'roles.read') return true;
  if (sliceOf(name) !== sliceOf(other)) return false;
  const verb = verbOf(name);
  if (verb === 'read_own') return false;
  return verbOf(other) === (verb === 'read' || verb === 'export' ? 'read_own' : 'read');
}

/** With one more, and what it needs; or with one less, and without what needs it. */
export function ticked(all: readonly string[], held: readonly string[], name: string, on: boolean): string[] {
  const after = new Set(held);
  const spread = (at: string) => {
    if (on) after.add(at);
    else after.delete(at);
    for (const other of all) if (after.has(other) !== on && (on ? needs(at, other) : needs(other, at))) spread(other);
  };
  spread(name);
  return all.filter((one) => after.has(one));
}

const key = (name: string) => name.replaceAll('.', '-');

/** What a permission lets one do; one that has no words yet is shown as the server says it. */
export const permissionText = (t: Texts, name: string): string => (t.has(`permission-${key(name)}`) ? t(`permission-${key(name)}`) : name);

/** What that means, in a sentence. */
export const permissionHint = (t: Texts, name: string): string => (t.has(`allows-${key(name)}`) ? t(`allows-${key(name)}`) : '');
