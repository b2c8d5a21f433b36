/** The table of calls; on a narrow screen each row is a card. */
import { memo } from 'react';
import type { ActiveCall, Party } from '../../api/types';
import { clock, isoDuration, useFormats } from '../../i18n/format';
import { type Texts, useTexts } from '../../i18n/Language';
import { useNow } from '../../realtime/now';
import { IconButton } from '../../ui/Button';
import { HangUpIcon, IncomingIcon, InternalIcon, OutgoingIcon, type Picture } from '../../ui/icons';
import styles from './CallTable.module.css';

type HangUp = (call: ActiveCall) => void;

export function CallTable({ calls, hangUp }: { calls: ActiveCall[]; hangUp?: HangUp }) {
  const t = useTexts();
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{t('calls-caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('calls-state')}</th>
          <th scope="col">{t('calls-direction')}</th>
          <th scope="col">{t('calls-from')}</th>
          <th scope="col">{t('calls-to')}</th>
          <th scope="col" className={styles.figure}>
            {t('calls-since')}
          </th>
          <th scope="col" className={styles.figure}>
            {t('calls-duration')}
          </th>
          {hangUp && (
            <th scope="col">
              <span className="visually-hidden">{t('calls-actions')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <CallRow key={call.id} call={call} t={t} {...(hangUp ? { hangUp } : {})} />
        ))}
      </tbody>
    </table>
  );
}

const KINDS: Record<string, Picture> = { in: IncomingIcon, out: OutgoingIcon, internal: InternalIcon };

const CallRow = memo(function CallRow({ call, t, hangUp }: { call: ActiveCall; t: Texts; hangUp?: HangUp }) {
  const Kind = KINDS[call.kind] ?? InternalIcon;
  const label = t('hang-up-call', { from: call.caller.number, to: call.called.number });
  return (
    <tr data-call={call.id} data-state={call.state}>
      <td className={styles.state}>
        <span className={styles.dot} aria-hidden="true" />
        {t(`state-${call.state}`)}
      </td>
      <td className={styles.kind}>
        <Kind size={16} />
        {t(`kind-${call.kind}`)}
      </td>
      <PartyCell field="from" party={call.caller} />
      <PartyCell field="to" party={call.called} />
      <td className={`${styles.figure} ${styles.since}`}>
        <Since at={call.since} />
      </td>
      <td className={`${styles.figure} ${styles.duration}`}>
        <Duration from={call.answered ?? call.since} />
      </td>
      {hangUp && (
        <td className={styles.action}>
          <IconButton icon={HangUpIcon} label={label} data-hint={t('hang-up')} data-side="left" tone="danger" onClick={() => hangUp(call)} />
        </td>
      )}
    </tr>
  );
});

function PartyCell({ field, party }: { field: 'from' | 'to'; party: Party }) {
  return (
    <td className={styles.party} data-side={field}>
      <span className={styles.number} data-field={field}>
        {party.number}
      </span>
      {party.name && <span className={styles.name}>{party.name}</span>}
    </td>
  );
}

function Since({ at }: { at: string }) {
  return <time dateTime={at}>{useFormats().time(at)}</time>;
}

/** Counts on by itself. It is hidden from live regions: nobody wants to hear every second. */
function Duration({ from }: { from: string }) {
  const secs = useNow() - Math.floor(Date.parse(from) / 1000);
  return (
    <time dateTime={isoDuration(secs)} aria-live="off">
      {clock(secs)}
    </time>
  );
}
