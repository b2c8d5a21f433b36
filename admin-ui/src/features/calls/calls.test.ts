import { describe, expect, it } from 'vitest';
import type { ActiveCall } from '../../api/types';
import { applied, counted, shown } from './calls';

const call = (id: string, state: string, since: string, from: string, name = ''): ActiveCall => ({
  id,
  state,
  kind: 'internal',
  caller: { number: from, name },
  called: { number: '1002' },
  since,
});

const a = call('a', 'ringing', '2026-11-20T09:00:00.000000Z', '1001', 'José Núñez');
const b = call('b', 'answered', '2026-11-20T09:00:05.000000Z', '+34600111222');

describe('the list of calls', () => {
  it('follows events, however often they come', () => {
    const ringing = applied([], 'call.ringing', a);
    expect(applied(ringing, 'call.ringing', a)).toEqual([a]);
    const answered = { ...a, state: 'answered' };
    expect(applied(ringing, 'call.answered', answered)).toEqual([answered]);
    expect(applied([a, b], 'call.ended', a)).toEqual([b]);
    expect(applied([b], 'call.ended', a)).toEqual([b]);
  });

  it('shows the newest first and finds without accents', () => {
    expect(shown([a, b], '')).toEqual([b, a]);
    expect(shown([a, b], 'nunez jose')).toEqual([a]);
    expect(shown([a, b], '600111')).toEqual([b]);
    expect(shown([a, b], 'x')).toEqual([]);
  });

  it('counts the states there are', () => {
    expect(counted([a, b, { ...b, id: 'c' }])).toEqual([
      ['ringing', 1],
      ['answered', 2],
    ]);
  });
});
