/** Security events in words. */
import type { Texts } from '../../i18n/Language';

/** What one can look for. */
export const AREAS = ['sign_in', 'second_factor', 'password', 'sessions', 'roles', 'support', 'api_key', 'tenant', 'ban', 'sip'] as const;

const dashed = (word: string) => word.replaceAll(/[._]/g, '-');

/** A kind that has no words yet is shown as the server says it. */
export function kindText(t: Texts, kind: string): string {
  const key = `event-${dashed(kind)}`;
  return t.has(key) ? t(key) : kind;
}

/** The further figures of an event with their names. */
export function detailsOf(t: Texts, detail: unknown): [string, string][] {
  const entries = Object.entries((detail ?? {}) as Record<string, unknown>);
  return entries.map(([name, value]) => {
    const key = `detail-${dashed(name)}`;
    return [t.has(key) ? t(key) : name, typeof value === 'string' ? value : JSON.stringify(value)];
  });
}
