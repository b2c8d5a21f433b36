/** What is done to a tenant or a reseller as a whole: suspended with a reason, resumed, deleted with a grace time. */
import { type ReactNode, useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Button } from '../../ui/Button';
import { PauseIcon, PlayIcon, TrashIcon } from '../../ui/icons';
import { useTell } from '../../ui/Toasts';
import styles from './Life.module.css';
import { SuspendDialog } from './SuspendDialog';

export interface Living {
  id: string;
  title: string;
  state: string;
  /** Why it is suspended. */
  reason?: string | null;
  /** Until when it can come back. */
  erase_after?: string | null;
  /** Suspended with the one above it. */
  held?: boolean;
}

/** Lets it work again. */
export type Resume = (id: string) => Promise<unknown>;

interface Properties {
  living: Living;
  /** What suspending it means, point by point. */
  means: readonly string[];
  suspend: (id: string, reason: string) => Promise<unknown>;
  resume: Resume;
  /** Asks whether to delete it; told when it is done. */
  deletion: (close: () => void, deleted: () => void) => ReactNode;
}

export function LifeActs({ living: { id, title, state }, means, suspend, resume, deletion }: Properties) {
  const t = useTexts();
  const tell = useTell();
  const [asked, setAsked] = useState<'suspend' | 'delete'>();
  const back = useResuming(resume);
  const close = () => setAsked(undefined);
  const done = (key: string) => tell({ text: t(key, { title }), action: { label: t('undo'), act: () => back(id, title) } });
  return (
    <>
      {state === 'active' && (
        <Button icon={PauseIcon} onClick={() => setAsked('suspend')}>
          {t('tenants-suspend')}
        </Button>
      )}
      {state !== 'deleting' && (
        <Button icon={TrashIcon} onClick={() => setAsked('delete')}>
          {t('tenants-delete')}
        </Button>
      )}
      {asked === 'suspend' && (
        <SuspendDialog title={title} means={[...means, t('tenants-suspend-kept')]} suspend={(reason) => suspend(id, reason).then(() => done('tenants-suspended'))} close={close} />
      )}
      {asked === 'delete' && deletion(close, () => done('tenants-deleted'))}
    </>
  );
}

/** Lets it work again and says so. */
function useResuming(resume: Resume): (id: string, title: string) => void {
  const t = useTexts();
  const tell = useTell();
  return (id, title) => {
    resume(id).then(
      () => tell({ text: t('tenants-resumed', { title }) }),
      (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' }),
    );
  };
}

/** Why it does not work, and until when it can come back. */
export function LifeNotice({ living, resume, writes }: { living: Living; resume: Resume; writes: boolean }) {
  const t = useTexts();
  const { date } = useFormats();
  const back = useResuming(resume);
  const { id, title, state, held, reason, erase_after: gone } = living;
  if (state === 'active' && !held) return null;
  const text = held ? t('tenants-held') : state === 'deleting' ? t('tenants-gone-on', { date: gone ? date(gone) : '—' }) : reason ? t('tenants-suspended-for', { reason }) : t('tenants-suspended-only');
  return (
    <div className={styles.notice} role="status">
      <p>{text}</p>
      {writes && !held && (
        <Button icon={PlayIcon} onClick={() => back(id, title)}>
          {t(state === 'deleting' ? 'tenants-restore' : 'tenants-resume')}
        </Button>
      )}
    </div>
  );
}
