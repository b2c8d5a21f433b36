/** The list of active calls: read once, then kept by events. */
import type { ActiveCall } from '../../api/types';
import { plain } from '../../forms/matching';

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
