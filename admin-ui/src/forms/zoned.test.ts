import { describe, expect, it } from 'vitest';
import { localOf, momentOf, periodOf } from './zoned';

const MADRID = 'Europe/Madrid';

describe('times of a zone', () => {
  it('go to moments and back, in winter and in summer', () => {
    expect(momentOf('2026-11-20T09:15', MADRID)).toBe('2026-11-20T08:15:00.000Z');
    expect(momentOf('2026-07-01T09:15', MADRID)).toBe('2026-07-01T07:15:00.000Z');
    expect(localOf(Date.parse('2026-07-01T07:15:30Z'), MADRID)).toBe('2026-07-01T09:15');
    expect(momentOf('nonsense', MADRID)).toBeUndefined();
  });

  it('are right in the night when the clocks change', () => {
    expect(momentOf('2026-03-29T01:30', MADRID)).toBe('2026-03-29T00:30:00.000Z');
    expect(momentOf('2026-03-29T03:30', MADRID)).toBe('2026-03-29T01:30:00.000Z');
  });

  it('bound the usual periods by the days of the zone', () => {
    // Past midnight in Madrid already, but not in London.
    const now = Date.parse('2026-11-20T23:30:00Z');
    expect(periodOf('today', now, MADRID)).toEqual({ since: '2026-11-21T00:00', until: '2026-11-22T00:00' });
    expect(periodOf('yesterday', now, 'Europe/London')).toEqual({ since: '2026-11-19T00:00', until: '2026-11-20T00:00' });
    expect(periodOf('week', now, MADRID).since).toBe('2026-11-15T00:00');
    expect(periodOf('month', now, MADRID).since).toBe('2026-11-01T00:00');
  });
});
