/** The desk phones that fetch their configuration from here, how far each is, and the way to a new one. */
import { useState } from 'react';
import { useListing } from '../../api/listing';
import { useMay } from '../../api/place';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { useNow } from '../../realtime/now';
import { Badge, Status, type Tone } from '../../ui/Badge';
import { type Column, Quiet } from '../../ui/DataTable';
import { TablePage } from '../../ui/TablePage';
import { AddressDialog } from './AddressDialog';
import { NotReady } from './NotReady';
import { PhoneDrawer } from './PhoneDrawer';
import { type AddressedPhone, type DeskPhone, usePhoneRows, useProvisioningActs } from './useProvisioning';

const NO_FILTERS: readonly string[] = [];
const TONES: Record<DeskPhone['state'], Tone> = { never_asked: 'quiet', asked: 'warning', fetched: 'accent', registered: 'good' };

export default function DevicesPage() {
  const writes = useMay()('provisioning.write');
  const listing = useListing(NO_FILTERS, 'name');
  const { removePhone, restorePhone } = useProvisioningActs();
  const [addressed, setAddressed] = useState<AddressedPhone>();
  const removal = {
    name: (phone: DeskPhone) => phone.name || phone.mac,
    remove: ({ id }: DeskPhone) => removePhone(id),
    restore: ({ id }: DeskPhone) => restorePhone(id),
  };
  return (
    <>
      <NotReady />
      <TablePage
        family="desk-phones"
        listing={listing}
        rows={usePhoneRows(listing)}
        columns={useColumns()}
        creation={writes ? (close) => <PhoneDrawer phone={undefined} close={close} addressed={setAddressed} /> : undefined}
        drawer={writes ? (phone, close) => <PhoneDrawer phone={phone} close={close} addressed={setAddressed} /> : undefined}
        removal={writes ? removal : undefined}
      />
      {addressed && <AddressDialog phone={addressed} close={() => setAddressed(undefined)} />}
    </>
  );
}

function useColumns(): Column<DeskPhone>[] {
  const t = useTexts();
  const { ago, exact } = useFormats();
  const nowSecs = useNow();
  const seen = ({ fetched }: DeskPhone) => (fetched ? <time dateTime={fetched.at} title={exact(fetched.at)}>{ago(fetched.at, nowSecs)}</time> : <Quiet>{t('never')}</Quiet>);
  return [
    { key: 'name', title: t('desk-phones-name'), sort: 'name', main: true, cell: ({ name, mac }) => name || mac },
    { key: 'state', title: t('desk-phones-state'), cell: (phone) => <PhoneState phone={phone} /> },
    { key: 'lines', title: t('desk-phones-lines'), cell: ({ lines }) => lines.map(({ number, name }) => number ?? name).join(', ') || <Quiet>—</Quiet> },
    { key: 'model', title: t('desk-phones-model'), cell: ({ vendor, model }) => [t(`vendor-${vendor}`), model].filter(Boolean).join(' ') },
    { key: 'mac', title: t('desk-phones-mac'), sort: 'mac', wideOnly: true, cell: ({ mac }) => <code>{mac}</code> },
    { key: 'seen', title: t('desk-phones-seen'), wideOnly: true, cell: seen },
  ];
}

export function PhoneState({ phone }: { phone: DeskPhone }) {
  const t = useTexts();
  return (
    <>
      <Status tone={TONES[phone.state]}>{t(`phone-${phone.state.replace('_', '-')}`)}</Status>
      {phone.outdated && <Badge tone="warning">{t('phone-outdated')}</Badge>}
    </>
  );
}
