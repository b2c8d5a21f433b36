import { describe, expect, it } from 'vitest';
import type { Texts } from '../../i18n/Language';
import { lastingText, leftText, staffText } from './useSupport';

const t = Object.assign((key: string, args?: Record<string, string | number>) => [key, ...Object.values(args ?? {})].join(' '), { has: () => true }) as Texts;

describe('the time of a consent', () => {
  it('is told in hours and days', () => {
    expect([1, 8, 24, 168].map((hours) => lastingText(t, hours))).toEqual(['support-hours 1', 'support-hours 8', 'support-days 1', 'support-days 7']);
  });

  it('runs out', () => {
    const until = '2026-11-20T12:00:00Z';
    const before = (secs: number) => leftText(t, until, Date.parse(until) / 1000 - secs);
    expect(before(2 * 86_400 + 3600)).toBe('support-left-days 2 1');
    expect(before(3 * 3600 + 65)).toBe('support-left-hours 3 1');
    expect(before(65)).toBe('support-left-minutes 1 05');
    expect(before(-5)).toBe('support-left-minutes 0 00');
  });
});

describe('who it is for', () => {
  it('is a person of a home, or whoever comes', () => {
    expect(staffText(t, { staff_name: 'Sven', staff_home_title: 'Norte' })).toBe('support-staff-of Sven Norte');
    expect(staffText(t, { staff_name: '', staff_home_title: '' })).toBe('support-anybody');
  });
});
