/** Wall-clock times of a time zone, as `<input type="datetime-local">` speaks of them, and moments. */

const PARTS: Intl.DateTimeFormatOptions = {
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
};

/** What the clock on the wall shows there, as if it were UTC. */
function wall(at: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en', { ...PARTS, ...(timeZone ? { timeZone } : {}) }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** `2026-11-20T09:15` of the zone as a moment (RFC 3339); nothing for what is no time. */
export function momentOf(local: string, timeZone: string | undefined): string | undefined {
  const meant = Date.parse(`${local}Z`);
  if (Number.isNaN(meant)) return undefined;
  // The offset of the first guess may be that of the other side of a clock change; the second settles it.
  const first = meant - (wall(meant, timeZone) - meant);
  const offset = wall(first, timeZone) - first;
  return new Date(meant - offset).toISOString();
}

/** The moment on the wall there, to the minute. */
export function localOf(at: number, timeZone: string | undefined): string {
  return new Date(wall(at, timeZone)).toISOString().slice(0, 16);
}

export type Period = 'today' | 'yesterday' | 'week' | 'month';

const DAY_MS = 86_400_000;

/** From the first minute to before the last, as the wall shows it. */
export function periodOf(period: Period, now: number, timeZone: string | undefined): { since: string; until: string } {
  const today = localOf(now, timeZone).slice(0, 10);
  const day = (from: string, days: number) => new Date(Date.parse(`${from}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
  const starts = { today, yesterday: day(today, -1), week: day(today, -6), month: `${today.slice(0, 8)}01` };
  return { since: `${starts[period]}T00:00`, until: `${period === 'yesterday' ? today : day(today, 1)}T00:00` };
}
