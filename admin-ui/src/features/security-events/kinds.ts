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

/** The further figures of an event with their names; moments as `exact` writes them, and words where there are some. */
export function detailsOf(t: Texts, exact: (at: string) => string, detail: unknown): [string, string][] {
  const shown = (key: string, value: unknown): string => {
    if (typeof value !== 'string') return JSON.stringify(value);
    const word = `${key}-${dashed(value)}`;
    if (t.has(word)) return t(word);
    return key === 'detail-until' ? exact(value) : value;
  };
  return Object.entries((detail ?? {}) as Record<string, unknown>).map(([name, value]) => {
    const key = `detail-${dashed(name)}`;
    return [t.has(key) ? t(key) : name, shown(key, value)];
  });
}
