/** What is done to a reseller as a whole, and with it to its tenants. */
import { useState } from 'react';
import type { ResellerFacts } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { DeleteDialog } from '../tenants/DeleteDialog';
import { LifeActs } from '../tenants/Life';
import life from '../tenants/Life.module.css';
import { useResellerActs } from './useResellers';

export function ResellerActs({ reseller }: { reseller: ResellerFacts }) {
  const t = useTexts();
  const { suspend, resume } = useResellerActs();
  return (
    <LifeActs
      living={reseller}
      means={[t('resellers-suspend-calls'), t('resellers-suspend-people')]}
      suspend={suspend}
      resume={resume}
      deletion={(close, deleted) => <Deletion reseller={reseller} close={close} deleted={deleted} />}
    />
  );
}

/** Living tenants go with it only when that is said. */
function Deletion({ reseller: { id, name, title, allotted }, close, deleted }: { reseller: ResellerFacts; close: () => void; deleted: () => void }) {
  const t = useTexts();
  const { remove } = useResellerActs();
  const [along, setAlong] = useState(false);
  const tenants = allotted.tenants ?? 0;
  return (
    <DeleteDialog title={title} name={name} means={[t('resellers-delete-stops'), t('tenants-delete-grace')]} ready={tenants === 0 || along} remove={() => remove(id, tenants > 0).then(deleted)} close={close}>
      {tenants > 0 && (
        <label className={life.check}>
          <input type="checkbox" checked={along} onChange={({ currentTarget }) => setAlong(currentTarget.checked)} />
          {t('resellers-delete-along', { count: tenants })}
        </label>
      )}
    </DeleteDialog>
  );
}
