/** The assistant of the first start: from an empty installation to two phones that talk. Each step can wait. */
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { SetupProgress } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { CheckIcon } from '../../ui/icons';
import { PageHead } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonForm } from '../../ui/Skeleton';
import { AddressStep } from './AddressStep';
import { DoneStep } from './DoneStep';
import { ResellerStep } from './ResellerStep';
import styles from './SetupPage.module.css';
import { TenantStep } from './TenantStep';
import { PhonesAndCall } from './PhonesAndCall';
import { firstOpen, STEPS, type Step, useSetup, useSetupActs } from './useSetup';

export type Place = Step | 'done';

/** What every step is given: how far all is, and the ways on. */
export interface StepProperties {
  progress: SetupProgress;
  go: (place: Place) => void;
}

const PLACES: readonly Place[] = [...STEPS, 'done'];
const isPlace = (text: string | null): text is Place => PLACES.includes(text as Place);

export default function SetupPage() {
  const t = useTexts();
  const { data: progress, error, refetch } = useSetup();
  const [address, setAddress] = useSearchParams();
  // Where one began stays, so that the page does not run away when a step is noted as done.
  const [begun, setBegun] = useState<Place>();
  if (error && !progress) return <ProblemState page problem={error} retry={() => void refetch()} />;
  if (!progress) return <SkeletonForm />;
  const asked = address.get('step');
  const place = isPlace(asked) ? asked : (begun ?? firstOpen(progress));
  if (!isPlace(asked) && begun === undefined) setBegun(place);
  const go = (next: Place) => {
    setAddress({ step: next });
    window.scrollTo(0, 0);
  };
  return (
    <div className={styles.whole}>
      <PageHead title={t('start-title')} lead={t('start-lead')} />
      <div className={styles.columns}>
        <StepList progress={progress} place={place} go={go} />
        <div className={styles.step} data-step={place}>
          <StepOf place={place} progress={progress} go={go} />
        </div>
      </div>
    </div>
  );
}

function StepOf({ place, ...rest }: StepProperties & { place: Place }) {
  switch (place) {
    case 'address':
      return <AddressStep {...rest} />;
    case 'reseller':
      return <ResellerStep {...rest} />;
    case 'tenant':
      return <TenantStep {...rest} />;
    case 'phones':
    case 'call':
      return <PhonesAndCall {...rest} place={place} />;
    default:
      return <DoneStep {...rest} />;
  }
}

function StepList({ progress, place, go }: StepProperties & { place: Place }) {
  const t = useTexts();
  const stateOf = (step: Place) => (step === 'done' ? (firstOpen(progress) === 'done' ? 'done' : 'open') : (progress[step] ?? 'open'));
  return (
    <nav aria-label={t('start-steps')}>
      <ol className={styles.list}>
        <li className={styles.entry} data-state="done">
          <span className={styles.fixed}>
            <Mark state="done" figure={1} />
            {t('start-step-account')}
          </span>
        </li>
        {PLACES.map((step, index) => (
          <li key={step} className={styles.entry} data-state={stateOf(step)}>
            <button type="button" className={styles.link} aria-current={step === place ? 'step' : undefined} onClick={() => go(step)}>
              <Mark state={stateOf(step)} figure={index + 2} />
              <span>
                {t(`start-step-${step}`)}
                {stateOf(step) === 'done' && <span className="visually-hidden"> ({t('start-state-done')})</span>}
                {stateOf(step) === 'skipped' && <span className={styles.later}>{t('start-state-skipped')}</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Mark({ state, figure }: { state: string; figure: number }) {
  return (
    <span className={styles.mark} data-state={state} aria-hidden="true">
      {state === 'done' ? <CheckIcon size={14} /> : figure}
    </span>
  );
}

/** The way past a step that can wait. */
export function useSkip(step: Step, next: Place, go: (place: Place) => void) {
  const { note } = useSetupActs();
  return () => {
    go(next);
    void note({ [step]: 'skipped' }).catch(() => undefined);
  };
}
