/** The public numbers and where calls to them lead. Deleting one can be taken back. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { useListing } from '../../api/listing';
import { useEndpointNames, useExtensionNames } from '../../api/lookup';
import { useMay } from '../../api/place';
import type { PhoneNumber } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Badge } from '../../ui/Badge';
import { Button, IconButton } from '../../ui/Button';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { PlusIcon, TrashIcon } from '../../ui/icons';
import { FilterSelect, ListPage } from '../../ui/ListPage';
import { PageHead } from '../../ui/Page';
import { useTell } from '../../ui/Toasts';
import { useCreating } from '../../ui/useCreating';
import { NumberDrawer } from './NumberDrawer';
import { useNumberActs, useNumberRows } from './useNumbers';

const FILTERS = ['assigned'] as const;

export default function NumbersPage() {
  const t = useTexts();
  const may = useMay();
  const listing = useListing(FILTERS, 'number');
  const rows = useNumberRows(listing);
  const [changing, setChanging] = useState<PhoneNumber>();
  const writes = may('numbers.write');
  const [creating, setCreating] = useCreating(writes, t('numbers-new'));
  const columns = useColumns(rows.data?.items ?? []);
  return (
    <>
      <PageHead title={t('numbers-title')} lead={t('numbers-lead')}>
        {writes && (
          <Button look="primary" icon={PlusIcon} onClick={() => setCreating(true)}>
            {t('numbers-new')}
          </Button>
        )}
      </PageHead>
      <ListPage
        listing={listing}
        rows={rows}
        searchLabel={t('numbers-search')}
        filters={
          <FilterSelect
            label={t('numbers-target')}
            value={listing.filters.assigned ?? ''}
            options={['yes', 'no'].map((value) => ({ value, label: t(`assigned-${value}`) }))}
            change={(value) => listing.setFilters({ assigned: value })}
          />
        }
        empty={<EmptyState title={t('numbers-none')} lead={t('numbers-none-lead')} />}
      >
        {(items, stale) => (
          <DataTable
            caption={t('numbers-title')}
            columns={columns}
            rows={items}
            id={({ id }) => id}
            sort={listing.sort}
            setSort={listing.setSort}
            stale={stale}
            {...(writes ? { open: setChanging, actions: (number: PhoneNumber) => <Delete number={number} /> } : {})}
          />
        )}
      </ListPage>
      {(creating || changing) && (
        <NumberDrawer
          number={changing}
          close={() => {
            setCreating(false);
            setChanging(undefined);
          }}
        />
      )}
    </>
  );
}

function useColumns(rows: PhoneNumber[]): Column<PhoneNumber>[] {
  const t = useTexts();
  const extensions = useExtensionNames(rows.map(({ extension }) => extension));
  const endpoints = useEndpointNames([...extensions.values()].map(({ endpoint }) => endpoint));
  const target = ({ extension: id }: PhoneNumber) => {
    if (!id) return <Badge tone="warning">{t('assigned-no')}</Badge>;
    const extension = extensions.get(id);
    return extension ? (
      <span>
        {extension.number} <Quiet>{endpoints.get(extension.endpoint)?.name}</Quiet>
      </span>
    ) : (
      <Quiet>…</Quiet>
    );
  };
  return [
    { key: 'number', title: t('numbers-number'), sort: 'number', main: true, cell: ({ number }) => number },
    { key: 'label', title: t('numbers-label'), cell: ({ label }) => label || <Quiet>—</Quiet> },
    { key: 'target', title: t('numbers-target'), cell: target },
  ];
}

function Delete({ number }: { number: PhoneNumber }) {
  const t = useTexts();
  const tell = useTell();
  const { create, remove } = useNumberActs();
  const trouble = (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' });
  const back = () => void create({ number: number.number, label: number.label ?? null, extension: number.extension ?? null }).catch(trouble);
  const act = () =>
    remove(number.id).then(() => tell({ text: t('numbers-deleted', { number: number.number }), action: { label: t('undo'), act: back } }), trouble);
  return <IconButton icon={TrashIcon} label={t('numbers-delete', { number: number.number })} data-hint={t('delete')} data-side="left" onClick={() => void act()} />;
}
