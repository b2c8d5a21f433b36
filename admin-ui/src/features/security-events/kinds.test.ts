import { describe, expect, it } from 'vitest';
import type { Texts } from '../../i18n/Language';
import { detailsOf, kindText } from './kinds';

const words: Record<string, string> = { 'event-sign-in-failed': 'Sign-in refused', 'detail-agent': 'Program', 'detail-why-sign-in': 'Guessed sign-ins' };
const exact = (at: string) => `at ${at}`;
const t = Object.assign((key: string) => words[key] ?? key, { has: (key: string) => key in words }) as Texts;

describe('security events', () => {
  it('are worded by their kind, and shown as they are where nobody wrote words', () => {
    expect(kindText(t, 'sign_in.failed')).toBe('Sign-in refused');
    expect(kindText(t, 'new.kind')).toBe('new.kind');
  });

  it('show their figures by name', () => {
    expect(detailsOf(t, exact, { agent: 'sipcli', strikes: 2 })).toEqual([
      ['Program', 'sipcli'],
      ['strikes', '2'],
    ]);
    expect(detailsOf(t, exact, { why: 'sign_in', until: '2026-11-20T09:00:00Z' })).toEqual([
      ['why', 'Guessed sign-ins'],
      ['until', 'at 2026-11-20T09:00:00Z'],
    ]);
    expect(detailsOf(t, exact, undefined)).toEqual([]);
  });
});
