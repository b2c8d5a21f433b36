/** How far an apply has come; until its end it can be stopped, and then nothing of it is kept. */
import type { BlueprintStep } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { Panel } from '../../ui/Page';
import styles from './Blueprints.module.css';

export function Steps({ step, stop }: { step: BlueprintStep | undefined; stop: () => void }) {
  const t = useTexts();
  const { done, total, section, key } = step ?? { done: 0, total: 0, section: '', key: '' };
  return (
    <Panel label={t('blueprints-applying')}>
      <div className={styles.steps}>
        <h2 className={styles.title}>{t('blueprints-applying')}</h2>
        <progress className={styles.progress} aria-label={t('blueprints-applying')} {...(total > 0 ? { max: total, value: done } : {})} />
        <p className={styles.quiet}>{total > 0 ? t('blueprints-step', { done, total, item: `${section} ${key}` }) : t('loading')}</p>
        <div>
          <Button onClick={stop}>{t('blueprints-stop')}</Button>
        </div>
        <p className={styles.quiet}>{t('blueprints-stop-lead')}</p>
      </div>
    </Panel>
  );
}
