/** The bans: why, since when and until when, how much they keep away, whose accounts were tried. */
import { useListing } from '../../api/listing';
import { useTenantNames } from '../../api/lookup';
import type { Ban } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Status } from '../../ui/Badge';
import { type Column, Quiet } from '../../ui/DataTable';
import { TableList } from '../../ui/TableList';
import { BanDrawer } from './BanDrawer';
import { useBanRows } from './useBans';

const FILTERS = ['state', 'why', 'side'] as const;
const WHYS = ['guessing', 'scanning', 'sign_in', 'manual'];
const SIDES = ['sip', 'web'];

export function BanList({ writes }: { writes: boolean }) {
  const t = useTexts();
  const listing = useListing(FILTERS, '-since');
  const rows = useBanRows(listing);
  const filters = [
    { name: 'state', label: t('bans-state'), options: ['past', 'all'].map((value) => ({ value, label: t(`ban-state-${value}`) })) },
    { name: 'why', label: t('bans-why'), options: WHYS.map((value) => ({ value, label: t(`ban-why-${value.replaceAll('_', '-')}`) })) },
    { name: 'side', label: t('bans-side'), options: SIDES.map((value) => ({ value, label: t(`ban-side-${value}`) })) },
  ];
  return (
    <TableList
      family="bans"
      listing={listing}
      rows={rows}
      columns={useColumns(rows.data?.items ?? [])}
      filters={filters}
      drawer={(ban, close) => <BanDrawer ban={ban} writes={writes} close={close} />}
    />
  );
}

function useColumns(rows: Ban[]): Column<Ban>[] {
  const t = useTexts();
  const { dateTime, number } = useFormats();
  const names = useTenantNames(rows.flatMap(({ touched }) => touched));
  const until = ({ active, until: end }: Ban) => {
    if (!active) return <Quiet>{t('bans-over')}</Quiet>;
    return end ? <time dateTime={end}>{dateTime(end)}</time> : t('bans-forever');
  };
  const touched = ({ touched: [first, ...more] }: Ban) => (first ? `${names.get(first)?.title ?? '…'}${more.length > 0 ? ` +${more.length}` : ''}` : <Quiet>—</Quiet>);
  return [
    { key: 'network', title: t('bans-network'), sort: 'network', main: true, cell: ({ network, active }) => <Status tone={active ? 'bad' : 'quiet'}>{network}</Status> },
    { key: 'why', title: t('bans-why'), cell: ({ why, note }) => (why === 'manual' && note ? note : t(`ban-why-${why.replaceAll('_', '-')}`)) },
    { key: 'side', title: t('bans-side'), wideOnly: true, cell: ({ side }) => t(`ban-side-${side}`) },
    { key: 'since', title: t('bans-since'), sort: 'since', cell: ({ since }) => <time dateTime={since}>{dateTime(since)}</time> },
    { key: 'until', title: t('bans-until'), cell: until },
    { key: 'dropped', title: t('bans-dropped'), sort: 'dropped', figure: true, wideOnly: true, cell: ({ dropped }) => number(dropped) },
    { key: 'touched', title: t('bans-touched'), wideOnly: 'roomy', cell: touched },
  ];
}
