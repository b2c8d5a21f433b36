/** What is done to a tenant as a whole: suspended with a reason, resumed, deleted with a grace time. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import type { TenantFacts } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Button } from '../../ui/Button';
import { PauseIcon, PlayIcon, TrashIcon } from '../../ui/icons';
import { useTell } from '../../ui/Toasts';
import { DeleteDialog } from './DeleteDialog';
import styles from './Life.module.css';
import { SuspendDialog } from './SuspendDialog';
import { useTenantActs } from './useTenants';

export function TenantActs({ tenant: { id, name, title, state } }: { tenant: TenantFacts }) {
  const t = useTexts();
  const tell = useTell();
  const [asked, setAsked] = useState<'suspend' | 'delete'>();
  const { suspend, remove } = useTenantActs();
  const resume = useResuming();
  const close = () => setAsked(undefined);
  const back = { label: t('undo'), act: () => resume(id, title) };
  const done = (key: string) => tell({ text: t(key, { title }), action: back });
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
        <SuspendDialog
          title={title}
          means={[t('tenants-suspend-calls'), t('tenants-suspend-people'), t('tenants-suspend-kept')]}
          suspend={(reason) => suspend(id, reason).then(() => done('tenants-suspended'))}
          close={close}
        />
      )}
      {asked === 'delete' && (
        <DeleteDialog title={title} name={name} means={[t('tenants-delete-stops'), t('tenants-delete-grace')]} remove={() => remove(id).then(() => done('tenants-deleted'))} close={close} />
      )}
    </>
  );
}

/** Lets it work again and says so. */
export function useResuming(): (id: string, title: string) => void {
  const t = useTexts();
  const tell = useTell();
  const { resume } = useTenantActs();
  return (id, title) => {
    resume(id).then(
      () => tell({ text: t('tenants-resumed', { title }) }),
      (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' }),
    );
  };
}

/** Why a tenant does not work, and until when it can come back. */
export function StateNotice({ tenant, writes }: { tenant: TenantFacts; writes: boolean }) {
  const t = useTexts();
  const { date } = useFormats();
  const resume = useResuming();
  const { id, title, state, held, reason, erase_after: gone } = tenant;
  if (state === 'active' && !held) return null;
  const text = held ? t('tenants-held') : state === 'deleting' ? t('tenants-gone-on', { date: gone ? date(gone) : '—' }) : reason ? t('tenants-suspended-for', { reason }) : t('tenants-suspended-only');
  return (
    <div className={styles.notice} role="status">
      <p>{text}</p>
      {writes && !held && (
        <Button icon={PlayIcon} onClick={() => resume(id, title)}>
          {t(state === 'deleting' ? 'tenants-restore' : 'tenants-resume')}
        </Button>
      )}
    </div>
  );
}
