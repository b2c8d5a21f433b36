/** What is done to a reseller as a whole, and with it to its tenants. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import type { ResellerFacts } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Button } from '../../ui/Button';
import { PauseIcon, PlayIcon, TrashIcon } from '../../ui/icons';
import { useTell } from '../../ui/Toasts';
import { DeleteDialog } from '../tenants/DeleteDialog';
import life from '../tenants/Life.module.css';
import { SuspendDialog } from '../tenants/SuspendDialog';
import { useResellerActs } from './useResellers';

export function ResellerActs({ reseller }: { reseller: ResellerFacts }) {
  const t = useTexts();
  const tell = useTell();
  const [asked, setAsked] = useState<'suspend' | 'delete'>();
  const { suspend } = useResellerActs();
  const resume = useResuming();
  const { id, title, state } = reseller;
  const close = () => setAsked(undefined);
  const suspended = () => tell({ text: t('tenants-suspended', { title }), action: { label: t('undo'), act: () => resume(id, title) } });
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
          means={[t('resellers-suspend-calls'), t('resellers-suspend-people'), t('tenants-suspend-kept')]}
          suspend={(reason) => suspend(id, reason).then(suspended)}
          close={close}
        />
      )}
      {asked === 'delete' && <Deletion reseller={reseller} close={close} />}
    </>
  );
}

/** Living tenants go with it only when that is said. */
function Deletion({ reseller: { id, name, title, allotted }, close }: { reseller: ResellerFacts; close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const { remove } = useResellerActs();
  const [along, setAlong] = useState(false);
  const tenants = allotted.tenants ?? 0;
  const done = () => tell({ text: t('tenants-deleted', { title }) });
  return (
    <DeleteDialog title={title} name={name} means={[t('resellers-delete-stops'), t('tenants-delete-grace')]} ready={tenants === 0 || along} remove={() => remove(id, tenants > 0).then(done)} close={close}>
      {tenants > 0 && (
        <label className={life.check}>
          <input type="checkbox" checked={along} onChange={({ currentTarget }) => setAlong(currentTarget.checked)} />
          {t('resellers-delete-along', { count: tenants })}
        </label>
      )}
    </DeleteDialog>
  );
}

function useResuming(): (id: string, title: string) => void {
  const t = useTexts();
  const tell = useTell();
  const { resume } = useResellerActs();
  return (id, title) => {
    resume(id).then(
      () => tell({ text: t('tenants-resumed', { title }) }),
      (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' }),
    );
  };
}

export function ResellerNotice({ reseller: { id, title, state, reason, erase_after: gone }, writes }: { reseller: ResellerFacts; writes: boolean }) {
  const t = useTexts();
  const { date } = useFormats();
  const resume = useResuming();
  if (state === 'active') return null;
  const text = state === 'deleting' ? t('tenants-gone-on', { date: gone ? date(gone) : '—' }) : reason ? t('tenants-suspended-for', { reason }) : t('tenants-suspended-only');
  return (
    <div className={life.notice} role="status">
      <p>{text}</p>
      {writes && (
        <Button icon={PlayIcon} onClick={() => resume(id, title)}>
          {t(state === 'deleting' ? 'tenants-restore' : 'tenants-resume')}
        </Button>
      )}
    </div>
  );
}
