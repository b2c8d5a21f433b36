/** A list of the server's as a table: search, filters, chosen columns, ticks and what is done with them, drawers, pages. */
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import type { ApiProblem } from '../api/client';
import type { Listing } from '../api/listing';
import type { Rows } from '../api/types';
import { useTexts } from '../i18n/Language';
import { useShortcut } from '../keys/shortcuts';
import { type BulkAct, BulkBar } from './BulkBar';
import { type ColumnChoice, useColumnChoice } from './columnChoice';
import { type Column, DataTable } from './DataTable';
import { EmptyState } from './EmptyState';
import { ColumnsIcon, PlusIcon } from './icons';
import { FilterSelect, ListPage } from './ListPage';
import { Menu } from './Menu';
import { type Removal, RemoveButton, useBulkRemoval } from './removal';
import { focusFirstRow } from './rowKeys';
import { useTicks } from './ticks';

/** A filter that picks one of a few; its name is that of the listing. */
export interface Filter {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
}

export interface TableListProperties<T extends { id: string }> {
  /** Begins its texts: of `numbers` are `numbers-title`, `-search`, `-none`, `-none-lead`, `-new`. */
  family: string;
  listing: Listing;
  rows: UseQueryResult<Rows<T>, ApiProblem>;
  columns: readonly Column<T>[];
  filters?: readonly Filter[];
  /** What is more than a choice of a few, such as a period. */
  moreFilters?: ReactNode;
  /** Where a row leads. */
  to?: (row: T) => string;
  /** Or what lies over the list when a row is opened. */
  drawer?: ((row: T, close: () => void) => ReactNode) | undefined;
  actions?: (row: T) => ReactNode;
  /** Given where rows may be deleted at once, with a way back: one by one and all ticked. */
  removal?: Removal<T> | undefined;
  bulk?: readonly BulkAct<T>[];
  /** Given where the page itself needs to know the chosen columns. */
  choice?: ColumnChoice;
  /** Begins something new, where the person may. */
  create?: (() => void) | undefined;
}

export function TableList<T extends { id: string }>(properties: TableListProperties<T>) {
  const { family, listing, rows, columns, filters = [], moreFilters, removal, create } = properties;
  const t = useTexts();
  const body = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<T>();
  const ticks = useTicks(rows.data?.items ?? []);
  const own = useColumnChoice(family);
  const choice = properties.choice ?? own;
  const bulk = [...(properties.bulk ?? []), ...useBulkRemoval(removal)];
  useShortcut('ArrowDown', t('key-rows'), () => focusFirstRow(body.current));
  const actions = removal || properties.actions ? (row: T) => <RowActs row={row} {...properties} /> : undefined;
  const ways = properties.to ? { to: properties.to } : properties.drawer ? { open: setOpened } : {};
  return (
    <div ref={body}>
      <ListPage
        listing={listing}
        rows={rows}
        searchLabel={t(`${family}-search`)}
        filters={
          <>
            {filters.map(({ name, ...filter }) => (
              <FilterSelect key={name} {...filter} value={listing.filters[name] ?? ''} change={(value) => listing.setFilters({ [name]: value })} />
            ))}
            {moreFilters}
          </>
        }
        side={<ColumnMenu columns={columns} choice={choice} />}
        instead={bulk.length > 0 && ticks.ticked.length > 0 && <BulkBar ticks={ticks} acts={bulk} />}
        empty={<NoRows family={family} create={create} />}
      >
        {(items, stale) => (
          <DataTable
            caption={t(`${family}-title`)}
            columns={columns.filter(choice.shown)}
            rows={items}
            id={({ id }) => id}
            sort={listing.sort}
            setSort={listing.setSort}
            stale={stale}
            ticks={bulk.length > 0 ? ticks : undefined}
            {...(actions ? { actions } : {})}
            {...ways}
          />
        )}
      </ListPage>
      {opened && properties.drawer?.(opened, () => setOpened(undefined))}
    </div>
  );
}

function RowActs<T extends { id: string }>({ row, actions, removal }: { row: T } & TableListProperties<T>) {
  return (
    <>
      {actions?.(row)}
      {removal && <RemoveButton row={row} removal={removal} />}
    </>
  );
}

function ColumnMenu<T>({ columns, choice }: { columns: readonly Column<T>[]; choice: ColumnChoice }) {
  const t = useTexts();
  const items = columns.filter(({ main }) => !main).map((column) => ({ key: column.key, label: column.title, chosen: choice.shown(column), act: () => choice.toggle(column) }));
  const usual = { key: 'usual', label: t('columns-usual'), act: choice.reset };
  return <Menu icon={ColumnsIcon} label={t('columns')} items={choice.changed ? [...items, 'line', usual] : items} several />;
}

function NoRows({ family, create }: { family: string; create: (() => void) | undefined }) {
  const t = useTexts();
  const lead = t.has(`${family}-none-lead`) ? { lead: t(`${family}-none-lead`) } : {};
  return <EmptyState title={t(`${family}-none`)} {...lead} {...(create ? { action: { label: t(`${family}-new`), icon: PlusIcon, act: create } } : {})} />;
}
