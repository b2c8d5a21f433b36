/** A tenant from a text: chosen or written, planned, applied with its steps in sight, and its secrets shown once. */
import { useEffect, useRef, useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { useMe } from '../../api/session';
import type { BlueprintDone, BlueprintStep, Outcome } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { PageHead, Panel } from '../../ui/Page';
import { useUnsaved } from '../../forms/unsaved';
import styles from './Blueprints.module.css';
import { Editor } from './Editor';
import { Fault } from './Fault';
import { PlanView } from './PlanView';
import { Secrets } from './Secrets';
import { Steps } from './Steps';
import { useBlueprintActs } from './useBlueprints';

export default function BlueprintsPage() {
  const t = useTexts();
  const home = useMe().data?.tenant.kind;
  const { text, write, planned, problem, busy, step, done, plan, apply, stop, again } = useApplying();
  return (
    <>
      <PageHead title={t('blueprints-title')} lead={t(home === 'operator' ? 'blueprints-lead-operator' : 'blueprints-lead')} />
      <div className={styles.page}>
        {done ? (
          <Secrets done={done} again={again} />
        ) : step || busy === 'apply' ? (
          <Steps step={step} stop={stop} />
        ) : (
          <>
            <Editor text={text} write={write} />
            {problem && <Fault problem={problem} text={text} />}
            {planned && <PlanView outcome={planned} />}
            <Panel>
              <div className={styles.foot}>
                <p>{t(planned ? 'blueprints-ready' : 'blueprints-plan-first')}</p>
                <Button busy={busy === 'plan'} disabled={!text.trim()} onClick={plan}>
                  {t('blueprints-plan')}
                </Button>
                <Button look="primary" disabled={!planned || planned.changes.length === 0} onClick={apply}>
                  {t('blueprints-apply')}
                </Button>
              </div>
            </Panel>
          </>
        )}
      </div>
    </>
  );
}

function useApplying() {
  const acts = useBlueprintActs();
  const [text, setText] = useState('');
  const [planned, setPlanned] = useState<Outcome>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState<'plan' | 'apply'>();
  const [step, setStep] = useState<BlueprintStep>();
  const [done, setDone] = useState<BlueprintDone>();
  const running = useRef<AbortController>(undefined);
  useUnsaved(busy === 'apply' || (text !== '' && !done));
  // Leaving the page is hanging up: nothing of it is kept then.
  useEffect(() => () => running.current?.abort(), []);
  const write = (next: string) => {
    setText(next);
    setPlanned(undefined);
    setProblem(undefined);
  };
  const plan = () => {
    setBusy('plan');
    setProblem(undefined);
    acts
      .plan(text)
      .then(setPlanned, setProblem)
      .finally(() => setBusy(undefined));
  };
  const apply = () => {
    const control = new AbortController();
    running.current = control;
    setBusy('apply');
    setProblem(undefined);
    acts
      .run(text, setStep, control.signal)
      .then(setDone, (refused: ApiProblem) => {
        if (!control.signal.aborted) setProblem(refused);
        setPlanned(undefined);
      })
      .finally(() => {
        setBusy(undefined);
        setStep(undefined);
      });
  };
  const again = () => {
    setDone(undefined);
    write('');
  };
  return { text, write, planned, problem, busy, step, done, plan, apply, stop: () => running.current?.abort(), again };
}
