/** The present second, shared by everything that runs: one timer for the whole page. */
import { useSyncExternalStore } from 'react';

const watchers = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let present = Math.floor(Date.now() / 1000);
let offsetMs = 0;

function tick() {
  const now = Date.now() + offsetMs;
  present = Math.floor(now / 1000);
  for (const watcher of watchers) watcher();
  timer = watchers.size > 0 ? setTimeout(tick, 1000 - (now % 1000)) : undefined;
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  if (timer === undefined) timer = setTimeout(tick, 0);
  return () => watchers.delete(watcher);
}

/** Takes the server's clock from an answer's `Date`: durations count from its times, not this computer's. */
export function setServerTime(date: string | null): void {
  const server = date ? Date.parse(date) : Number.NaN;
  const drift = server - Date.now();
  // The header knows whole seconds only.
  if (Number.isFinite(drift)) offsetMs = Math.abs(drift) > 2000 ? drift : 0;
}

/** The server's present time in whole seconds since 1970. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => present);
}
