/** Arrows lead from row to row of a table, as in a mail program: Enter opens, `x` ticks. */
import type { KeyboardEvent } from 'react';

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

export function focusFirstRow(within: Element | null): void {
  handle(within?.querySelector('tbody tr'))?.focus();
}
