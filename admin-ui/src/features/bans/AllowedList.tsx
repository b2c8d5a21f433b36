/** The addresses that are never banned. Taking one off can be taken back. */
import { useState } from 'react';
import { useListing } from '../../api/listing';
import type { AllowedAddress } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { type Column, Quiet } from '../../ui/DataTable';
import { PlusIcon } from '../../ui/icons';
import { TableList } from '../../ui/TableList';
import { useTell } from '../../ui/Toasts';
import styles from './AllowedList.module.css';
import { type AllowedDraft, useAllowedRows, useBanActs } from './useBans';

const FILTERS = [] as const;

export function AllowedList({ writes }: { writes: boolean }) {
  const t = useTexts();
  const { dateTime } = useFormats();
  const listing = useListing(FILTERS, '-created_at');
  const rows = useAllowedRows(listing);
  const { allow, disallow } = useBanActs();
  const [creating, setCreating] = useState(false);
  const columns: Column<AllowedAddress>[] = [
    { key: 'network', title: t('bans-network'), sort: 'network', main: true, cell: ({ network }) => network },
    { key: 'note', title: t('allowed-note'), cell: ({ note }) => note || <Quiet>—</Quiet> },
    { key: 'made_by', title: t('allowed-made-by'), wideOnly: true, cell: ({ made_by }) => made_by },
    { key: 'created_at', title: t('bans-since'), sort: 'created_at', cell: ({ created_at }) => <time dateTime={created_at}>{dateTime(created_at)}</time> },
  ];
  const removal = {
    name: ({ network }: AllowedAddress) => network,
    remove: ({ id }: AllowedAddress) => disallow(id),
    restore: ({ network, note }: AllowedAddress) => allow({ network, note }),
  };
  const create = writes ? () => setCreating(true) : undefined;
  return (
    <>
      <div className={styles.head}>
        <p className={styles.lead}>{t('allowed-lead')}</p>
        {create && (
          <Button size="small" icon={PlusIcon} onClick={create}>
            {t('allowed-new')}
          </Button>
        )}
      </div>
      <TableList family="allowed" listing={listing} rows={rows} columns={columns} removal={writes ? removal : undefined} create={create} />
      {creating && <NewAllowed close={() => setCreating(false)} />}
    </>
  );
}

function NewAllowed({ close }: { close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const { allow } = useBanActs();
  const form = useForm<AllowedDraft, AllowedAddress>({
    initial: { network: '', note: '' },
    schema: 'NewAllowedAddress',
    save: ({ network, note }) => allow({ network: network.trim(), note }),
    saved: () => {
      tell({ text: t('saved') });
      close();
    },
  });
  return (
    <FormDrawer title={t('allowed-new')} form={form} close={close} act={t('add')}>
      <TextField field={form.field('/network')} label={t('bans-network')} hint={t('bans-network-hint')} placeholder="203.0.113.0/24" first />
      <TextField field={form.field('/note')} label={t('allowed-note')} hint={t('allowed-note-hint')} />
    </FormDrawer>
  );
}
