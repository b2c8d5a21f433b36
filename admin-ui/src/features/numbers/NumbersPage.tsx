/** The public numbers and where calls to them lead. Deleting one can be taken back. */
import { useListing } from '../../api/listing';
import { useEndpointNames, useExtensionNames } from '../../api/lookup';
import { useMay } from '../../api/place';
import type { PhoneNumber } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Badge } from '../../ui/Badge';
import { type Column, Quiet } from '../../ui/DataTable';
import { TablePage } from '../../ui/TablePage';
import { NumberDrawer } from './NumberDrawer';
import { useNumberActs, useNumberRows } from './useNumbers';

const FILTERS = ['assigned'] as const;

export default function NumbersPage() {
  const t = useTexts();
  const writes = useMay()('numbers.write');
  const listing = useListing(FILTERS, 'number');
  const rows = useNumberRows(listing);
  const { remove, removeMany, restore } = useNumberActs();
  const columns = useColumns(rows.data?.items ?? []);
  const removal = {
    name: ({ number }: PhoneNumber) => number,
    remove: ({ id }: PhoneNumber) => remove(id),
    restore: ({ id }: PhoneNumber) => restore(id),
    many: { remove: removeMany },
  };
  return (
    <TablePage
      family="numbers"
      listing={listing}
      rows={rows}
      columns={columns}
      filters={[{ name: 'assigned', label: t('numbers-target'), options: ['yes', 'no'].map((value) => ({ value, label: t(`assigned-${value}`) })) }]}
      creation={writes ? (close) => <NumberDrawer number={undefined} close={close} /> : undefined}
      drawer={writes ? (number, close) => <NumberDrawer number={number} close={close} /> : undefined}
      removal={writes ? removal : undefined}
    />
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
