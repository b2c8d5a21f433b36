/** Where one is signed in, and the way to end it. */
import type { ApiProblem } from '../../api/client';
import type { SessionFacts } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Button } from '../../ui/Button';
import { useConfirm } from '../../ui/Confirm';
import { Panel } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import styles from './OwnSessions.module.css';
import { SessionTable } from './SessionTable';
import { useAccountActs, useOwnSessions } from './useAccount';

export function OwnSessions() {
  const t = useTexts();
  const ask = useConfirm();
  const tell = useTell();
  const sessions = useOwnSessions();
  const { end, endOthers } = useAccountActs();
  const trouble = (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' });
  const others = async () => {
    if (!(await ask({ title: t('sessions-end-others'), lead: t('sessions-end-others-lead'), act: t('sessions-end-others'), danger: true }))) return;
    endOthers().then(() => tell({ text: t('sessions-ended-others') }), trouble);
  };
  if (sessions.error && !sessions.data) return <ProblemState problem={sessions.error} retry={() => void sessions.refetch()} />;
  if (!sessions.data) return <SkeletonRows rows={3} />;
  const endButton = (session: SessionFacts) =>
    session.own ? null : (
      <Button size="small" look="quiet" onClick={() => void end(session.id).then(() => tell({ text: t('sessions-ended') }), trouble)}>
        {t('sessions-end')}
      </Button>
    );
  return (
    <>
      {sessions.data.length > 1 && (
        <div className={styles.acts}>
          <Button onClick={() => void others()}>{t('sessions-end-others')}</Button>
        </div>
      )}
      <Panel label={t('sessions')}>
        <SessionTable sessions={sessions.data} actions={endButton} />
      </Panel>
    </>
  );
}
