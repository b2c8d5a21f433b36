/** A table whose order, search and pages are the server's; on a narrow screen each row is a card. */
import type { MouseEvent, ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { useTexts } from '../i18n/Language';
import styles from './DataTable.module.css';
import { ArrowDownIcon, ArrowUpIcon } from './icons';

export interface Column<T> {
  key: string;
  title: string;
  cell: (row: T) => ReactNode;
  /** The server's word for this order. */
  sort?: string;
  /** Figures stand at the right. */
  figure?: boolean;
  /** The first column leads to the row's own page. */
  main?: boolean;
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
}

export function DataTable<T>(properties: Properties<T>) {
  const { caption, columns, rows, id, actions, stale = false } = properties;
  const t = useTexts();
  return (
    <div className={styles.scroll} data-stale={stale}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
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
        <tbody>
          {rows.map((row) => (
            <Row key={id(row)} row={row} {...properties} />
          ))}
        </tbody>
      </table>
    </div>
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

function Row<T>({ row, columns, to, open, actions }: { row: T } & Properties<T>) {
  const navigate = useNavigate();
  const leads = to !== undefined || open !== undefined;
  const clicked = (event: MouseEvent) => {
    // Its links, buttons and selected text keep what they do.
    if ((event.target as Element).closest('a, button, input, label') || getSelection()?.toString()) return;
    if (to) navigate(to(row));
    else open?.(row);
  };
  return (
    <tr data-leads={leads} onClick={leads ? clicked : undefined}>
      {columns.map((column) => (
        <td key={column.key} className={column.figure ? styles.figure : undefined} data-title={column.title} data-main={column.main} data-wide-only={column.wideOnly}>
          {column.main && to ? (
            <Link to={to(row)} className={styles.main}>
              {column.cell(row)}
            </Link>
          ) : column.main && open ? (
            <button type="button" className={styles.main} onClick={() => open(row)}>
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
