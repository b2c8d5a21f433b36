/** A table whose order, search and pages are the server's; on a narrow screen each row is a card. */
import { type MouseEvent as ReactMouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import { useTexts } from '../i18n/Language';
import styles from './DataTable.module.css';
import type { Choosable } from './columnChoice';
import { ArrowDownIcon, ArrowUpIcon } from './icons';
import { rowPressed, useKeptFocus } from './rowKeys';
import type { Ticks } from './ticks';

export interface Column<T> extends Choosable {
  title: string;
  cell: (row: T) => ReactNode;
  /** The server's word for this order. */
  sort?: string;
  /** Figures stand at the right. */
  figure?: boolean;
  /** What a card leaves out; a roomy one is left out of a narrow table too. */
  wideOnly?: boolean | 'roomy';
  width?: string;
}

interface Properties<T> {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  id: (row: T) => string;
  /** Where a row leads. */
  to?: (row: T) => string;
  /** What a click on a row does, where it has no page. */
  open?: (row: T) => void;
  actions?: (row: T) => ReactNode;
  sort?: string | undefined;
  setSort?: (sort: string) => void;
  stale?: boolean;
  /** Given where rows can be ticked. */
  ticks?: Ticks<T> | undefined;
}

export function DataTable<T>(properties: Properties<T>) {
  const { caption, columns, rows, id, actions, ticks, stale = false } = properties;
  const t = useTexts();
  return (
    <div ref={useFit()} className={styles.scroll} data-stale={stale}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {ticks && (
              <th scope="col" className={styles.tick}>
                <TickAll ticks={ticks} />
              </th>
            )}
            {columns.map((column) => (
              <Heading key={column.key} column={column} sort={properties.sort} setSort={properties.setSort} />
            ))}
            {actions && (
              <th scope="col" className={styles.actions}>
                <span className="visually-hidden">{t('actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody {...useKeptFocus(rows)} onKeyDown={rowPressed}>
          {rows.map((row) => (
            <Row key={id(row)} row={row} {...properties} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A table that fits keeps its headings in sight while the page scrolls; one that does not scrolls sideways. */
function useFit() {
  const outer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = outer.current;
    const table = box?.firstElementChild;
    if (!box || !table) return;
    const watcher = new ResizeObserver(() => {
      box.dataset.fits = String(table.clientWidth <= box.clientWidth);
    });
    watcher.observe(box);
    watcher.observe(table);
    return () => watcher.disconnect();
  }, []);
  return outer;
}

function TickAll<T>({ ticks }: { ticks: Ticks<T> }) {
  const t = useTexts();
  const some = ticks.ticked.length > 0 && !ticks.every;
  return (
    <label className={styles.box}>
      <input
        type="checkbox"
        aria-label={t('tick-all')}
        checked={ticks.every}
        ref={(box) => {
          if (box) box.indeterminate = some;
        }}
        onChange={ticks.toggleAll}
      />
    </label>
  );
}

function Tick<T>({ ticks, row, names }: { ticks: Ticks<T>; row: T; names: string }) {
  const t = useTexts();
  const word = useId();
  return (
    <label className={styles.box}>
      <span id={word} hidden>
        {t('tick')}
      </span>
      <input
        type="checkbox"
        data-tick
        aria-labelledby={`${word} ${names}`}
        checked={ticks.has(row)}
        onChange={({ nativeEvent }) => ticks.toggle(row, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
      />
    </label>
  );
}

function Heading<T>({ column, sort, setSort }: { column: Column<T>; sort: string | undefined; setSort: ((sort: string) => void) | undefined }) {
  const down = sort === `-${column.sort}`;
  const sorted = column.sort !== undefined && (down || sort === column.sort);
  const Arrow = down ? ArrowDownIcon : ArrowUpIcon;
  const className = column.figure ? styles.figure : undefined;
  const order = sorted ? (down ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" className={className} data-wide-only={column.wideOnly} aria-sort={order} style={column.width ? { width: column.width } : undefined}>
      {column.sort && setSort ? (
        <button type="button" className={styles.sort} onClick={() => setSort(sorted && !down ? `-${column.sort}` : (column.sort ?? ''))}>
          {column.title}
          <span className={styles.arrow} data-sorted={sorted}>
            <Arrow size={13} />
          </span>
        </button>
      ) : (
        column.title
      )}
    </th>
  );
}

function Row<T>({ row, columns, to, open, actions, ticks }: { row: T } & Properties<T>) {
  const navigate = useNavigate();
  const names = useId();
  const leads = to !== undefined || open !== undefined;
  const clicked = (event: ReactMouseEvent) => {
    // Its links, buttons and selected text keep what they do.
    if ((event.target as Element).closest('a, button, input, label') || getSelection()?.toString()) return;
    if (to) navigate(to(row));
    else open?.(row);
  };
  return (
    <tr data-leads={leads} data-ticked={ticks?.has(row)} onClick={leads ? clicked : undefined}>
      {ticks && (
        <td className={styles.tick}>
          <Tick ticks={ticks} row={row} names={names} />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.key} id={column.main ? names : undefined} className={column.figure ? styles.figure : undefined} data-title={column.title} data-main={column.main} data-wide-only={column.wideOnly}>
          {column.main && to ? (
            <Link to={to(row)} className={styles.main} data-row>
              {column.cell(row)}
            </Link>
          ) : column.main && open ? (
            <button type="button" className={styles.main} data-row onClick={() => open(row)}>
              {column.cell(row)}
            </button>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
      {actions && (
        <td className={styles.actions}>
          <div className={styles.buttons}>{actions(row)}</div>
        </td>
      )}
    </tr>
  );
}

/** A second, quieter line under or beside a cell's first. */
export function Quiet({ children }: { children: ReactNode }) {
  return <span className={styles.quiet}>{children}</span>;
}
