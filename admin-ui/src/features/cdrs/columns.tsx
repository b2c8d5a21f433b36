/** The columns of the report: the same names as in the server's exports. */
import type { ReactNode } from 'react';
import type { Cdr } from '../../api/types';
import { clock, type Formats } from '../../i18n/format';
import type { Texts } from '../../i18n/Language';
import { Badge, Status, type Tone } from '../../ui/Badge';
import { type Column, Quiet } from '../../ui/DataTable';
import { IncomingIcon, InternalIcon, OutgoingIcon } from '../../ui/icons';
import styles from './columns.module.css';

const TONES: Partial<Record<Cdr['disposition'], Tone>> = { answered: 'good', no_answer: 'warning', busy: 'warning', cancelled: 'quiet' };
export const toneOf = (disposition: Cdr['disposition']): Tone => TONES[disposition] ?? 'bad';
const PICTURES = { in: IncomingIcon, out: OutgoingIcon, internal: InternalIcon };

/** The cause in the person's language; the server's own words where there are none. */
export function causeText(t: Texts, { cause, cause_text }: Cdr): string {
  const key = `cause-${cause}`;
  return t.has(key) ? t(key) : cause_text;
}

export function Kind({ kind, t }: { kind: Cdr['kind']; t: Texts }) {
  const Icon = PICTURES[kind];
  return (
    <span className={styles.kind}>
      <Icon size={15} />
      {t(`kind-${kind}`)}
    </span>
  );
}

export function columnsOf(t: Texts, formats: Formats): Column<Cdr>[] {
  const moment = (at: string | null | undefined): ReactNode => (at ? formats.exact(at) : <Quiet>—</Quiet>);
  const text = (value: string | null | undefined): ReactNode => value || <Quiet>—</Quiet>;
  const cells: Record<string, Omit<Column<Cdr>, 'key' | 'title'>> = {
    detected: { sort: 'detected', main: true, cell: ({ detected }) => <time dateTime={detected}>{formats.exact(detected)}</time> },
    kind: { cell: ({ kind }) => <Kind kind={kind} t={t} /> },
    from: {
      cell: ({ from, from_name }) => (
        <span className={styles.party}>
          <span className={styles.number}>{from}</span> <Quiet>{from_name}</Quiet>
        </span>
      ),
    },
    from_name: { rare: true, cell: ({ from_name }) => text(from_name) },
    to: { cell: ({ to }) => <span className={styles.number}>{to}</span> },
    duration: { sort: 'duration', figure: true, cell: ({ duration_ms, connected }) => (connected ? clock(duration_ms / 1000) : <Quiet>—</Quiet>) },
    disposition: {
      cell: ({ disposition, emergency }) => (
        <>
          <Status tone={toneOf(disposition)}>{t(`disposition-${disposition}`)}</Status> {emergency && <Badge tone="bad">{t('cdrs-emergency')}</Badge>}
        </>
      ),
    },
    cause: { wideOnly: true, cell: (cdr) => <Quiet>{causeText(t, cdr)}</Quiet> },
    side: { rare: true, cell: ({ side }) => t(`side-${side}`) },
    rang: { rare: true, cell: ({ rang }) => moment(rang) },
    connected: { rare: true, cell: ({ connected }) => moment(connected) },
    disconnected: { rare: true, cell: ({ disconnected }) => moment(disconnected) },
    from_user: { rare: true, cell: ({ from_user }) => text(from_user) },
    to_user: { rare: true, cell: ({ to_user }) => text(to_user) },
    call: { rare: true, cell: ({ call }) => <code>{call}</code> },
    id: { rare: true, cell: ({ id }) => <code>{id}</code> },
    linked_to: { rare: true, cell: ({ linked_to }) => (linked_to ? <code>{linked_to}</code> : text(null)) },
  };
  return Object.entries(cells).map(([key, column]) => ({ key, title: t(`cdrs-${key.replaceAll('_', '-')}`), ...column }));
}
