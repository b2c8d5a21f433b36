/** The SIP conversation as a ladder: who stands where, and what each message is. */
import type { TraceMessage } from '../../api/types';

export const EXCHANGE = 'exchange';

/** A message between two of the columns. */
export interface Rung {
  message: TraceMessage;
  from: number;
  to: number;
  /** `INVITE`, `180 Ringing`. */
  label: string;
  tone: 'request' | 'provisional' | 'success' | 'failure';
  /** CSeq's method where the label does not say it. */
  of: string | undefined;
}

/** The addresses from left to right: the exchange stands between who called it and whom it called. */
export function partiesOf(messages: readonly TraceMessage[]): string[] {
  const left: string[] = [];
  const right: string[] = [];
  for (const { from, to } of messages) {
    const other = from === EXCHANGE ? to : from;
    if (left.includes(other) || right.includes(other)) continue;
    (from === EXCHANGE ? right : left).push(other);
  }
  return [...left, EXCHANGE, ...right];
}

const STATUS = /^SIP\/2\.0 (\d{3}) ?(.*)$/;

export function rungsOf(messages: readonly TraceMessage[]): Rung[] {
  const parties = partiesOf(messages);
  return messages.map((message) => {
    const place = { message, from: parties.indexOf(message.from), to: parties.indexOf(message.to) };
    const status = STATUS.exec(message.first_line);
    if (!status) return { ...place, label: message.first_line.split(' ')[0] ?? '', tone: 'request', of: undefined };
    const [, code = '', words = ''] = status;
    const tone = code.startsWith('1') ? 'provisional' : code.startsWith('2') ? 'success' : 'failure';
    return { ...place, label: `${code} ${words}`.trim(), tone, of: /^CSeq:\s*\d+\s+(\w+)/im.exec(message.text)?.[1] };
  });
}

/** `+1.204 s`. */
export const after = (micros: number): string => `+${(micros / 1e6).toFixed(3)} s`;
