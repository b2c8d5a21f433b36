/** Sessions: with what, from where, since when. */
import type { ReactNode } from 'react';
import type { SessionFacts } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Badge } from '../../ui/Badge';
import { type Column, DataTable, Quiet } from '../../ui/DataTable';
import { deviceOf } from './devices';

export function SessionTable({ sessions, actions }: { sessions: SessionFacts[]; actions?: (session: SessionFacts) => ReactNode }) {
  const t = useTexts();
  const { dateTime } = useFormats();
  const columns: Column<SessionFacts>[] = [
    {
      key: 'agent',
      title: t('sessions-device'),
      main: true,
      cell: ({ agent, own }) => (
        <span title={agent}>
          {deviceOf(agent) || t('sessions-unknown')} {own && <Badge tone="good">{t('sessions-own')}</Badge>}
        </span>
      ),
    },
    { key: 'address', title: t('sessions-address'), cell: ({ address }) => <Quiet>{address}</Quiet> },
    { key: 'created', title: t('sessions-begun'), wideOnly: true, figure: true, cell: ({ created_at }) => dateTime(created_at) },
    { key: 'used', title: t('sessions-used'), figure: true, cell: ({ used_at }) => dateTime(used_at) },
    { key: 'expires', title: t('sessions-ends'), wideOnly: true, figure: true, cell: ({ expires_at }) => dateTime(expires_at) },
  ];
  return <DataTable caption={t('sessions')} columns={columns} rows={sessions} id={({ id }) => id} {...(actions ? { actions } : {})} />;
}
