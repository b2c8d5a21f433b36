/** The test call: the server watches the two phones, and says what it saw when they have hung up. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answered } from '../../api/client';
import { useApi } from '../../api/place';
import type { Cdr } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Badge, Status } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { SkeletonRows } from '../../ui/Skeleton';
import { useActiveCalls } from '../calls/useActiveCalls';
import { useDiagnosis, Verdict } from '../cdrs/Verdict';
import { NextButton, StepCard, Ways } from './Parts';
import type { InsideProperties } from './PhonesAndCall';
import styles from './SetupPage.module.css';
import { useHomeNote } from './useHomeNote';
import { type Phone, usePhones } from './usePhones';

export function CallStep({ progress, go, skip }: InsideProperties) {
  const t = useTexts();
  const { phones } = usePhones();
  const done = progress.call === 'done';
  const [first, second] = phones ?? [];
  const foot = <Ways {...(done ? {} : { skip })} next={done ? <NextButton act={() => go('done')} /> : null} />;
  if (phones && (!first || !second)) {
    return (
      <StepCard title={t('start-call-title')} lead={t('start-call-no-phones')} foot={<Ways skip={skip} next={<Button onClick={() => go('phones')}>{t('start-step-phones')}</Button>} />}>
        <p className={styles.words}>{t('start-phones-lead')}</p>
      </StepCard>
    );
  }
  return (
    <StepCard title={t('start-call-title')} lead={t('start-call-lead')} foot={foot}>
      {first && second ? <Watch first={first} second={second} /> : <SkeletonRows rows={3} />}
    </StepCard>
  );
}

function Watch({ first, second }: { first: Phone; second: Phone }) {
  const t = useTexts();
  const call = useActiveCalls().data?.find(({ caller, called }) => isBetween([first, second], caller.endpoint, called.endpoint));
  const last = useLastCall([first, second]);
  return (
    <>
      <p className={styles.dial}>{t('start-call-dial', { from: first.endpoint.name, caller: first.number, to: second.endpoint.name, called: second.number })}</p>
      <ul className={styles.pairOfPhones}>
        {[first, second].map(({ endpoint, number, device }) => (
          <li key={endpoint.id}>
            <Badge tone="accent">{number}</Badge> {endpoint.name}
            <Status tone={device ? 'good' : 'warning'}>{t(device ? 'start-registered' : 'start-not-registered')}</Status>
          </li>
        ))}
      </ul>
      <div role="status" className={styles.live} data-state={call?.state ?? 'none'}>
        {call ? (
          <>
            <span className={styles.pulse} aria-hidden="true" /> {t(`start-call-${call.state}`)}
          </>
        ) : (
          t(last ? 'start-call-again' : 'start-call-waits')
        )}
      </div>
      {last && !call && <Judged cdr={last} />}
    </>
  );
}

function isBetween([first, second]: readonly [Phone, Phone], a: string | null | undefined, b: string | null | undefined): boolean {
  return (a === first.endpoint.id && b === second.endpoint.id) || (a === second.endpoint.id && b === first.endpoint.id);
}

/** The latest record of a call between the two, whoever called. */
function useLastCall(phones: readonly [Phone, Phone]): Cdr | undefined {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['cdrs', 'list', 'latest'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/cdrs', { params: { query: { limit: 20 } }, signal })),
  });
  const [first, second] = phones;
  const is = (phone: Phone, user: string | null | undefined, number: string) => user === phone.endpoint.terminal_user || number === phone.number;
  return data?.items.find(
    (cdr) => (is(first, cdr.from_user, cdr.from) && is(second, cdr.to_user, cdr.to)) || (is(second, cdr.from_user, cdr.from) && is(first, cdr.to_user, cdr.to)),
  );
}

function Judged({ cdr }: { cdr: Cdr }) {
  const note = useHomeNote();
  const { data } = useDiagnosis(cdr.id);
  const good = data?.level === 'good' && cdr.connected !== undefined && cdr.connected !== null;
  useEffect(() => {
    if (good) void note({ phones: 'done', call: 'done' });
  }, [good, note]);
  return <Verdict cdr={cdr} />;
}
