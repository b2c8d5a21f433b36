import { describe, expect, it } from 'vitest';
import { filtersOf } from './useCdrs';

describe('filters of the report', () => {
  it('become what the server asks for', () => {
    const filters = { kind: 'in', how: 'busy', from: '600', since: '2026-11-20T00:00', min_secs: '30', max_secs: 'many' };
    expect(filtersOf(filters, 'Europe/Madrid')).toEqual({ kind: 'in', disposition: 'busy', from: '600', since: '2026-11-19T23:00:00.000Z', min_secs: 30 });
  });

  it('tell unanswered calls from one way of not being answered', () => {
    expect(filtersOf({ how: 'unanswered' }, undefined)).toEqual({ ended: 'unanswered' });
    expect(filtersOf({}, undefined)).toEqual({});
  });
});
