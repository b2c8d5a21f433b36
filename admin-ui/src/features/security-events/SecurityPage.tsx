/** What happened that somebody may want to look into: refused sign-ins, changed passwords, bans. */
import { useState } from 'react';
import { useListing } from '../../api/listing';
import { useTenantNames } from '../../api/lookup';
import { useMay } from '../../api/place';
import { useMe } from '../../api/session';
import type { SecurityEvent } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Status, type Tone } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { type Column, Quiet } from '../../ui/DataTable';
import { ExportMenu } from '../../ui/ExportMenu';
import { PeriodFilter } from '../../ui/PeriodFilter';
import { TablePage } from '../../ui/TablePage';
import { EventDrawer } from './EventDrawer';
import { AREAS, kindText } from './kinds';
import { RetentionDrawer } from './RetentionDrawer';
import { FILTERS, useRetention, useSecurityEvents } from './useSecurityEvents';

const SEVERITIES = ['warning', 'notice', 'info'];
const TONES: Record<string, Tone> = { warning: 'bad', notice: 'warning', info: 'quiet' };

export default function SecurityPage() {
  const t = useTexts();
  const listing = useListing(FILTERS, '-at');
  const { rows, csv } = useSecurityEvents(listing);
  const filters = [
    { name: 'kind', label: t('security-log-area'), options: AREAS.map((value) => ({ value, label: t(`area-${value.replaceAll('_', '-')}`) })) },
    { name: 'severity', label: t('security-log-severity'), options: SEVERITIES.map((value) => ({ value, label: t(`severity-${value}`) })) },
  ];
  return (
    <TablePage
      family="security-log"
      listing={listing}
      rows={rows}
      columns={useColumns(rows.data?.items ?? [])}
      filters={filters}
      moreFilters={<PeriodFilter listing={listing} />}
      acts={
        <>
          <Retention />
          <ExportMenu exports={[csv]} />
        </>
      }
      drawer={(event, close) => (
        <EventDrawer
          event={event}
          close={close}
          only={(name, value) => {
            listing.setFilters({ [name]: value });
            close();
          }}
        />
      )}
    />
  );
}

/** How long the log is kept: the operator sees and sets it. */
function Retention() {
  const t = useTexts();
  const may = useMay()('security_events.keep');
  const { data } = useRetention(may);
  const [opened, setOpened] = useState(false);
  if (!may || !data) return null;
  return (
    <>
      <Button onClick={() => setOpened(true)}>{t('security-log-kept', { days: data.keep_days })}</Button>
      {opened && <RetentionDrawer retention={data} close={() => setOpened(false)} />}
    </>
  );
}

function useColumns(rows: SecurityEvent[]): Column<SecurityEvent>[] {
  const t = useTexts();
  const { exact, number } = useFormats();
  const staff = useMe().data?.tenant.kind !== 'customer';
  const names = useTenantNames(rows.map(({ about }) => about));
  const of = ({ account, about }: SecurityEvent) => account ?? (about ? <Quiet>{t('security-log-hidden')}</Quiet> : <Quiet>—</Quiet>);
  const times = ({ count }: SecurityEvent) => (count > 1 ? ` ×${number(count)}` : '');
  const columns: Column<SecurityEvent>[] = [
    { key: 'at', title: t('security-log-at'), sort: 'at', width: '13rem', cell: ({ at }) => <time dateTime={at}>{exact(at)}</time> },
    {
      key: 'kind',
      title: t('security-log-what'),
      main: true,
      cell: (event) => (
        <Status tone={TONES[event.severity] ?? 'quiet'}>
          {kindText(t, event.kind)}
          {times(event)}
        </Status>
      ),
    },
    { key: 'account', title: t('security-log-account'), cell: of },
    { key: 'source', title: t('security-log-source'), cell: ({ source }) => <Quiet>{source ?? '—'}</Quiet> },
  ];
  if (staff) columns.push({ key: 'about', title: t('security-log-about'), wideOnly: true, cell: ({ about }) => (about ? (names.get(about)?.title ?? '…') : <Quiet>—</Quiet>) });
  return columns;
}
