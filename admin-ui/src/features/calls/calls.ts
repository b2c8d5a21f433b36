/** The list of active calls: read once, then kept by events. */
import type { ActiveCall } from '../../api/types';

/** What an event `call.*` does to the list. The same event twice does nothing. */
export function applied(calls: readonly ActiveCall[], name: string, call: ActiveCall): ActiveCall[] {
  if (name === 'call.ended') return calls.filter(({ id }) => id !== call.id);
  const place = calls.findIndex(({ id }) => id === call.id);
  return place < 0 ? [...calls, call] : calls.with(place, call);
}

/** Those whose numbers or names contain the words, the newest first. */
export function shown(calls: readonly ActiveCall[], search: string): ActiveCall[] {
  const words = plain(search).split(/\s+/).filter(Boolean);
  return calls
    .filter(({ caller, called }) => {
      const text = plain(`${caller.number} ${caller.name ?? ''} ${called.number} ${called.name ?? ''}`);
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => (a.since < b.since ? 1 : a.since > b.since ? -1 : a.id < b.id ? 1 : -1));
}

/** How many stand in each state, the busiest states of a call's life in order. */
export function counted(calls: readonly ActiveCall[]): [state: string, count: number][] {
  const states = ['dialling', 'ringing', 'answered', 'held'];
  return states.map((state): [string, number] => [state, calls.filter((call) => call.state === state).length]).filter(([, count]) => count > 0);
}

/** `0:07`, `12:34`, `1:02:03`. */
export function clock(secs: number): string {
  const whole = Math.max(0, Math.floor(secs));
  const two = (figure: number) => String(figure).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** The same for the attribute `datetime` of `<time>` (ISO 8601). */
export const isoDuration = (secs: number): string => `PT${Math.max(0, Math.floor(secs))}S`;

/** Small letters without accents: who searches for jose finds José. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
