import { describe, expect, it } from 'vitest';
import type { Texts } from '../../i18n/Language';
import { detailsOf, kindText } from './kinds';

const words: Record<string, string> = { 'event-sign-in-failed': 'Sign-in refused', 'detail-agent': 'Program' };
const t = Object.assign((key: string) => words[key] ?? key, { has: (key: string) => key in words }) as Texts;

describe('security events', () => {
  it('are worded by their kind, and shown as they are where nobody wrote words', () => {
    expect(kindText(t, 'sign_in.failed')).toBe('Sign-in refused');
    expect(kindText(t, 'new.kind')).toBe('new.kind');
  });

  it('show their figures by name', () => {
    expect(detailsOf(t, { agent: 'sipcli', strikes: 2 })).toEqual([
      ['Program', 'sipcli'],
      ['strikes', '2'],
    ]);
    expect(detailsOf(t, undefined)).toEqual([]);
  });
});
