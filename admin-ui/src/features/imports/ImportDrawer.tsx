/** Users from a file: chosen, looked at row by row, taken in, and its drawn passwords fetched. Left and opened again, it goes on. */
import { useState } from 'react';
import { ApiProblem } from '../../api/client';
import type { ImportFacts } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { ChooseFile } from './ChooseFile';
import styles from './ImportDrawer.module.css';
import { Progress, Result } from './Progress';
import { Report } from './Report';
import { atWork, useImport, useImportActs } from './useImports';

export default function ImportDrawer({ close }: { close: () => void }) {
  const t = useTexts();
  const { data: present, error } = useImport();
  const acts = useImportActs();
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const [goodAlone, setGoodAlone] = useState(true);
  const [draw, setDraw] = useState(true);
  /** Shows what the server refuses. */
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
    } catch (fault) {
      setProblem(fault instanceof ApiProblem ? fault : new ApiProblem(0, 'network'));
    } finally {
      setBusy(false);
    }
  };
  const checked = present && (present.stage === 'checked' || present.stage === 'cancelled');
  const ready = checked && present.good > 0 && (goodAlone || present.bad === 0);
  const foot = (
    <>
      {present && !atWork(present) && (
        <Button disabled={busy} onClick={() => void run(() => acts.forget(present.id))}>
          {t('imports-other-file')}
        </Button>
      )}
      {present && atWork(present) && (
        <Button disabled={busy} onClick={() => void run(() => acts.cancel(present.id))}>
          {t('imports-cancel')}
        </Button>
      )}
      {checked ? (
        <Button look="primary" busy={busy} disabled={!ready} onClick={() => void run(() => acts.apply(present.id, goodAlone, draw))}>
          {t('imports-apply', { count: present.good })}
        </Button>
      ) : (
        <Button look="primary" onClick={close}>
          {t('close')}
        </Button>
      )}
    </>
  );
  return (
    <Dialog opened kind="drawer" wide close={close} title={t('imports-title')} foot={foot}>
      <div className={styles.body}>
        <ProblemNotice problem={problem ?? error} />
        {present === undefined && !error ? (
          <SkeletonRows rows={4} />
        ) : !present ? (
          <ChooseFile busy={busy} send={(file) => void run(() => acts.send(file))} template={(format, language) => void run(() => acts.template(format, language, t('imports-template-file')))} />
        ) : (
          <Stage present={present} goodAlone={goodAlone} setGoodAlone={setGoodAlone} draw={draw} setDraw={setDraw} run={run} />
        )}
      </div>
    </Dialog>
  );
}

interface StageProperties {
  present: ImportFacts;
  goodAlone: boolean;
  setGoodAlone: (alone: boolean) => void;
  draw: boolean;
  setDraw: (draw: boolean) => void;
  run: (act: () => Promise<unknown>) => Promise<void>;
}

function Stage({ present, run, ...choices }: StageProperties) {
  const t = useTexts();
  const acts = useImportActs();
  if (atWork(present)) return <Progress present={present} />;
  if (present.stage === 'applied' || present.stage === 'failed') {
    return <Result present={present} take={() => void run(() => acts.takeSecrets(present.id, `${t('imports-passwords-file')}.csv`))} />;
  }
  return <Report key={present.id} present={present} {...choices} setColumns={(columns) => void run(() => acts.setColumns(present.id, columns))} />;
}
