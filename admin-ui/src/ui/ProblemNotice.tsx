/** A refusal in words, with what support asks for, and the way to try again. */
import type { ApiProblem } from '../api/client';
import { useTexts } from '../i18n/Language';
import { problemText } from '../i18n/problem';
import { Button, LinkButton } from './Button';
import styles from './ProblemNotice.module.css';

interface Properties {
  problem: ApiProblem | null | undefined;
  retry?: () => void;
}

/** Within a form or a dialog. Always there, so that a screen reader tells of what comes. */
export function ProblemNotice({ problem, retry }: Properties) {
  const t = useTexts();
  return (
    <div role="alert">
      {problem && (
        <div className={styles.notice}>
          <p className={styles.words}>{problemText(t, problem)}</p>
          <Particulars problem={problem} />
          {retry && (
            <Button size="small" onClick={retry}>
              {t('try-again')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Instead of a table, or of a whole page, that cannot be shown. */
export function ProblemState({ problem, retry, page = false }: { problem: ApiProblem; retry?: () => void; page?: boolean }) {
  const t = useTexts();
  const gone = problem.status === 404;
  const Heading = page ? 'h1' : 'h2';
  return (
    <div className={styles.state} role="alert">
      <Heading className={styles.title}>{gone ? t('not-found-title') : t('failed-title')}</Heading>
      <p className={styles.lead}>{gone ? t('not-found-lead') : problemText(t, problem)}</p>
      {!gone && <Particulars problem={problem} />}
      {retry && !gone && <Button onClick={retry}>{t('try-again')}</Button>}
      {/* A stranger's link, or one that is old: the list above it is the way back. */}
      {page && gone && (
        <LinkButton to=".." relative="path">
          {t('go-back')}
        </LinkButton>
      )}
    </div>
  );
}

/** The English detail helps where our own text says little. */
function Particulars({ problem }: { problem: ApiProblem }) {
  const t = useTexts();
  const unknown = !t.has(`problem-${problem.code.replaceAll('.', '-')}`) && !t.has(`problem-status-${problem.status}`);
  if (!problem.request) return null;
  return (
    <p className={styles.particulars}>
      {unknown && problem.detail && <span lang="en">{problem.detail} · </span>}
      <code>{problem.code}</code> · {t('problem-request')} <code>{problem.request}</code>
    </p>
  );
}
