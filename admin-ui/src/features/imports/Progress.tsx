/** How far an import is, and what came of it. */
import type { ImportFacts } from '../../api/types';
import { ApiProblem } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { DownloadIcon } from '../../ui/icons';
import { ProblemNotice } from '../../ui/ProblemNotice';
import styles from './ImportDrawer.module.css';

export function Progress({ present: { stage, done, of } }: { present: ImportFacts }) {
  const t = useTexts();
  const { number } = useFormats();
  return (
    <div className={styles.progress} aria-live="polite">
      <p>{t(`imports-stage-${stage}`)}</p>
      <progress max={Math.max(of, 1)} value={done} aria-label={t(`imports-stage-${stage}`)} />
      <p className={styles.quiet}>{t('imports-done-of', { done: number(done), of: number(of) })}</p>
      <p className={styles.quiet}>{t('imports-leave')}</p>
    </div>
  );
}

export function Result({ present, take }: { present: ImportFacts; take: () => void }) {
  const t = useTexts();
  const { failure } = present;
  if (failure) return <ProblemNotice problem={new ApiProblem(422, failure.code, { detail: failure.detail })} />;
  return (
    <>
      <p className={styles.outcome}>{t('imports-users-made', { count: present.users })}</p>
      {present.phones > 0 && <p className={styles.outcome}>{t('imports-phones-made', { count: present.phones })}</p>}
      {present.bad > 0 && <p className={styles.lead}>{t('imports-rows-left', { count: present.bad })}</p>}
      {present.has_secrets && (
        <div className={styles.secrets}>
          <p>{t('imports-secrets-lead')}</p>
          <Button look="primary" icon={DownloadIcon} onClick={take}>
            {t('imports-secrets')}
          </Button>
        </div>
      )}
    </>
  );
}
