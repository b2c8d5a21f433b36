/** Actions of the audit log in words: `users.create` is made of a slice and a verb. */
import type { Texts } from '../../i18n/Language';

/** The slices one can look for. */
export const SLICES: readonly string[] = [
  'users', 'roles', 'support_access', 'sessions', 'endpoints', 'extensions', 'numbers', 'trunks', 'outbound_routes', 'dial_plan',
  'calls', 'tenants', 'resellers', 'tenancy', 'second_factor', 'sign_in_policy', 'api_keys', 'photos', 'provisioning',
  'imports', 'plans', 'branding', 'bans', 'allowed_addresses', 'security_events', 'setup',
];

const dashed = (word: string) => word.replaceAll('_', '-');

/** An action that has no words yet is shown as the server says it. */
export function actionText(t: Texts, action: string): string {
  const [slice = '', verb = ''] = action.split('.');
  const [what, done] = [`slice-${dashed(slice)}`, `verb-${dashed(verb)}`];
  return t.has(what) && t.has(done) ? t('audit-action-text', { slice: t(what), verb: t(done) }) : action;
}

/** What the object was called last, where the line tells. */
export function objectName({ before, after }: { before?: unknown; after?: unknown }): string | undefined {
  const { name, title, number, first_name, last_name, user_name } = (after ?? before ?? {}) as Record<string, unknown>;
  const person = [first_name, last_name].filter((part) => typeof part === 'string' && part !== '').join(' ');
  return [title, name, number, person, user_name].find((text): text is string => typeof text === 'string' && text !== '');
}

/** One field that differs. */
export interface Difference {
  field: string;
  before: string | undefined;
  after: string | undefined;
}

const shown = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);

/** What changed from one state to the other, fields within fields with their path. When it changed stands above. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  const tree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!tree(before) && !tree(after)) {
    const [was, is] = [shown(before), shown(after)];
    return was === is ? [] : [{ field: path, before: was, after: is }];
  }
  const [left, right] = [tree(before) ? before : {}, tree(after) ? after : {}];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((key) => path !== '' || key !== 'updated_at');
  return keys.flatMap((key) => differences(left[key], right[key], path ? `${path}.${key}` : key));
}
