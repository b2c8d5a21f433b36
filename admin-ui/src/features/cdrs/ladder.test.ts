import { describe, expect, it } from 'vitest';
import type { TraceMessage } from '../../api/types';
import { after, partiesOf, rungsOf } from './ladder';

const message = (from: string, to: string, first_line: string, cseq = 'INVITE'): TraceMessage => ({
  at: '2026-11-20T09:00:00Z',
  after_us: 0,
  direction: to === 'exchange' ? 'in' : 'out',
  transport: 'UDP',
  from,
  to,
  first_line,
  text: `${first_line}\r\nCSeq: 1 ${cseq}\r\n\r\n`,
});

const call = [
  message('10.0.0.1:5060', 'exchange', 'INVITE sip:1002@a SIP/2.0'),
  message('exchange', '10.0.0.2:5060', 'INVITE sip:x@b SIP/2.0'),
  message('10.0.0.2:5060', 'exchange', 'SIP/2.0 180 Ringing'),
  message('exchange', '10.0.0.1:5060', 'SIP/2.0 486 Busy Here'),
];

describe('the ladder', () => {
  it('puts the exchange between who called and who was called', () => {
    expect(partiesOf(call)).toEqual(['10.0.0.1:5060', 'exchange', '10.0.0.2:5060']);
    expect(partiesOf([])).toEqual(['exchange']);
  });

  it('names each message and what it answers', () => {
    const rungs = rungsOf(call).map(({ label, tone, from, to, of }) => [label, tone, from, to, of]);
    expect(rungs).toEqual([
      ['INVITE', 'request', 0, 1, undefined],
      ['INVITE', 'request', 1, 2, undefined],
      ['180 Ringing', 'provisional', 2, 1, 'INVITE'],
      ['486 Busy Here', 'failure', 1, 0, 'INVITE'],
    ]);
  });

  it('counts from the beginning of the call', () => {
    expect(after(1_204_400)).toBe('+1.204 s');
  });
});
