/** Which columns of a list a person wants to see; remembered by this browser, per person. */
import { useState } from 'react';
import { useMe } from '../api/session';

/** What the choice has to know of a column. */
export interface Choosable {
  key: string;
  /** The one that names the row always shows. */
  main?: boolean;
  /** Not shown unless somebody asks for it. */
  rare?: boolean;
}

export interface ColumnChoice {
  shown(column: Choosable): boolean;
  toggle(column: Choosable): void;
  /** Whether it differs from the usual one. */
  changed: boolean;
  reset(): void;
}

/** What is kept is what differs from the usual, so that a column which is new in the product shows. */
export const isShown = (column: Choosable, toggled: ReadonlySet<string>) => column.main === true || (column.rare === true) === toggled.has(column.key);

export function useColumnChoice(list: string): ColumnChoice {
  const person = useMe().data?.user.id ?? '';
  const place = `conmuta-columns:${list}:${person}`;
  const [toggled, setToggled] = useState<ReadonlySet<string>>(() => new Set(localStorage.getItem(place)?.split(',').filter(Boolean)));
  const keep = (next: ReadonlySet<string>) => {
    if (next.size > 0) localStorage.setItem(place, [...next].join(','));
    else localStorage.removeItem(place);
    setToggled(next);
  };
  return {
    shown: (column) => isShown(column, toggled),
    toggle: ({ key }) => keep(new Set(toggled.has(key) ? [...toggled].filter((one) => one !== key) : [...toggled, key])),
    changed: toggled.size > 0,
    reset: () => keep(new Set()),
  };
}
