/** What needs the operator: the checks that did not pass, and figures that are not as they must be. */
import type { HealthChecks, HealthFigures, HealthFinding } from '../../api/types';

export type State = HealthFinding['state'];

export interface Verdict {
  state: State;
  /** How many things need somebody. */
  count: number;
}

const RANK: Record<State, number> = { failed: 2, warning: 1, ok: 0 };

/** The worst first; those that are equal stay in their order. */
export const worstFirst = (findings: readonly HealthFinding[]): HealthFinding[] => [...findings].sort((a, b) => RANK[b.state] - RANK[a.state]);

export function verdictOf(checks: HealthChecks, figures: HealthFigures | undefined): Verdict {
  const needy = checks.items.filter(({ state }) => state !== 'ok');
  const failing = Boolean(figures?.journal_failing);
  const failed = failing || needy.some(({ state }) => state === 'failed');
  const count = needy.length + (failing ? 1 : 0);
  return { state: failed ? 'failed' : count > 0 ? 'warning' : 'ok', count };
}

/** `disk.low` → `disk-low`, as the texts are named. */
export const dashed = (code: string): string => code.replaceAll(/[._]/g, '-');

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size as people read it. */
export function sizeOf(bytes: number, number: (value: number, digits?: number) => string): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${number(value, value < 10 && unit > 0 ? 1 : 0)} ${UNITS[unit]}`;
}

/** The points of a line through values, the last at the right; gaps where there is none. */
export function pathOf(values: readonly (number | null)[], width: number, height: number, slots: number): string {
  const known = values.filter((value): value is number => value !== null);
  const most = Math.max(...known, 0);
  const step = width / Math.max(slots - 1, 1);
  const first = slots - values.length;
  let pen = 'M';
  return values
    .map((value, place) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const [x, y] = [(first + place) * step, most === 0 ? height : height - (value / most) * height];
      const point = `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = 'L';
      return point;
    })
    .join('');
}
