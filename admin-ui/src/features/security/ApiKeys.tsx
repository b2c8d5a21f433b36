/** The API keys: what each may do, from where, and when it was last used. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { useListing } from '../../api/listing';
import { useMay, usePlace } from '../../api/place';
import type { ApiKey } from '../../api/types';
import { type Formats, useFormats } from '../../i18n/format';
import { type Texts, useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { useNow } from '../../realtime/now';
import { Badge } from '../../ui/Badge';
import { Button, IconButton } from '../../ui/Button';
import { useConfirm } from '../../ui/Confirm';
import { type Column, Quiet } from '../../ui/DataTable';
import { PlusIcon, TrashIcon } from '../../ui/icons';
import { TableList } from '../../ui/TableList';
import { useTell } from '../../ui/Toasts';
import styles from './ApiKeys.module.css';
import { KeyDrawer } from './KeyDrawer';
import { useKeyActs, useKeyRows } from './useKeys';

const NO_FILTERS: readonly string[] = [];

export function ApiKeys() {
  const t = useTexts();
  const formats = useFormats();
  const may = useMay();
  // A key belongs to a user of the organisation: staff that stepped down makes none.
  const { tenant } = usePlace();
  const writes = may('api_keys.write');
  const listing = useListing(NO_FILTERS, 'name');
  const [creating, setCreating] = useState(false);
  const nowSecs = Math.floor(useNow() / 60) * 60 + 59;
  const create = writes && !tenant ? () => setCreating(true) : undefined;
  return (
    <>
      <div className={styles.head}>
        <p className={styles.lead}>{t('api-keys-lead')}</p>
        {create && (
          <Button look="primary" icon={PlusIcon} onClick={create}>
            {t('api-keys-new')}
          </Button>
        )}
      </div>
      <TableList
        family="api-keys"
        listing={listing}
        rows={useKeyRows(listing)}
        columns={columnsOf(t, formats, nowSecs)}
        create={create}
        drawer={writes ? (key, close) => <KeyDrawer apiKey={key} close={close} /> : undefined}
        {...(writes ? { actions: (key: ApiKey) => <Revoke apiKey={key} /> } : {})}
      />
      {creating && <KeyDrawer apiKey={undefined} close={() => setCreating(false)} />}
    </>
  );
}

function Revoke({ apiKey: { id, name } }: { apiKey: ApiKey }) {
  const t = useTexts();
  const ask = useConfirm();
  const tell = useTell();
  const { revoke } = useKeyActs();
  const act = async () => {
    if (!(await ask({ title: t('api-keys-revoke-title', { name }), lead: t('api-keys-revoke-lead'), act: t('api-keys-revoke'), danger: true }))) return;
    revoke(id).then(
      () => tell({ text: t('api-keys-revoked', { name }) }),
      (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' }),
    );
  };
  return <IconButton icon={TrashIcon} label={t('api-keys-revoke-name', { name })} data-hint={t('api-keys-revoke')} data-side="left" onClick={() => void act()} />;
}

function columnsOf(t: Texts, formats: Formats, nowSecs: number): Column<ApiKey>[] {
  const over = (at: string) => Date.parse(at) / 1000 <= nowSecs;
  return [
    { key: 'name', title: t('api-keys-name'), sort: 'name', main: true, cell: ({ name }) => name },
    { key: 'prefix', title: t('api-keys-prefix'), cell: ({ prefix }) => <code className={styles.prefix}>{prefix}…</code> },
    { key: 'scopes', title: t('api-keys-scopes'), figure: true, cell: ({ scopes }) => scopes.length },
    { key: 'addresses', title: t('api-keys-addresses'), wideOnly: true, cell: ({ addresses }) => (addresses.length > 0 ? addresses.join(', ') : <Quiet>{t('api-keys-anywhere')}</Quiet>) },
    {
      key: 'expires',
      title: t('api-keys-expires'),
      cell: ({ expires_at: at }) => (at ? over(at) ? <Badge tone="warning">{t('api-keys-expired')}</Badge> : formats.date(at) : <Quiet>{t('never')}</Quiet>),
    },
    {
      key: 'used',
      title: t('api-keys-used'),
      sort: 'used_at',
      cell: ({ used_at: at, used_from }) =>
        at ? (
          <span title={formats.exact(at)}>
            {formats.ago(at, nowSecs)} <Quiet>{used_from}</Quiet>
          </span>
        ) : (
          <Quiet>{t('never')}</Quiet>
        ),
    },
    { key: 'created', title: t('api-keys-created'), sort: 'created_at', wideOnly: 'roomy', cell: ({ created_at }) => formats.date(created_at) },
  ];
}
