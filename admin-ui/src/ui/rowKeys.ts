/** Arrows lead from row to row of a table, as in a mail program: Enter opens, `x` ticks. */
import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from 'react';

const handle = (row: Element | null | undefined) => row?.querySelector<HTMLElement>('[data-row]') ?? row?.querySelector<HTMLElement>('a, button, input');

const steps: Record<string, (rows: Element[], at: number) => Element | undefined> = {
  ArrowDown: (rows, at) => rows[at + 1],
  ArrowUp: (rows, at) => rows[at - 1],
  Home: (rows) => rows[0],
  End: (rows) => rows.at(-1),
};

export function rowPressed(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const target = event.target as Element;
  const row = target.closest('tr');
  if (!row || event.ctrlKey || event.metaKey || event.altKey || target.matches('input:not([type=checkbox]), select, textarea, [role^=menu]')) return;
  if (event.key === 'x') row.querySelector<HTMLInputElement>('[data-tick]')?.click();
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...event.currentTarget.rows];
  handle(step(rows, rows.indexOf(row)))?.focus();
}

/** A deleted row takes the focus with it: the one that came to its place gets it. */
export function useKeptFocus(rows: readonly unknown[]) {
  const body = useRef<HTMLTableSectionElement>(null);
  const place = useRef(-1);
  useEffect(() => {
    const all = body.current?.rows;
    if (!all?.length || !rows.length || place.current < 0 || document.activeElement !== document.body) return;
    handle(all[Math.min(place.current, all.length - 1)])?.focus();
  }, [rows]);
  const onFocus = ({ target }: FocusEvent) => {
    place.current = (target.closest('tr')?.rowIndex ?? 0) - 1;
  };
  const onBlur = ({ target }: FocusEvent) => {
    if (target.isConnected) place.current = -1;
  };
  return { ref: body, onFocus, onBlur };
}

export function focusFirstRow(within: Element | null): void {
  handle(within?.querySelector('tbody tr'))?.focus();
}
