/** The ticked rows of a list: only those on the page in sight count, so that nothing unseen is acted upon. */
import { useRef, useState } from 'react';

export interface Ticks<T> {
  ticked: readonly T[];
  has(row: T): boolean;
  /** With `through`, all between the last one and this one. */
  toggle(row: T, through: boolean): void;
  every: boolean;
  toggleAll(): void;
  clear(): void;
}

/** The ids from one row to another, whichever comes first. */
export function between(ids: readonly string[], from: string, to: string): readonly string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  return a < 0 || b < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export function useTicks<T extends { id: string }>(rows: readonly T[]): Ticks<T> {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const last = useRef('');
  const ids = rows.map(({ id }) => id);
  const ticked = rows.filter(({ id }) => chosen.has(id));
  return {
    ticked,
    has: ({ id }) => chosen.has(id),
    toggle: ({ id }, through) => {
      const touched = through ? between(ids, last.current, id) : [id];
      setChosen(new Set(chosen.has(id) ? [...chosen].filter((one) => !touched.includes(one)) : [...chosen, ...touched]));
      last.current = id;
    },
    every: ids.length > 0 && ticked.length === ids.length,
    toggleAll: () => setChosen(new Set(ticked.length === ids.length ? [] : ids)),
    clear: () => setChosen(new Set()),
  };
}
