/** What is done to a tenant as a whole. */
import type { TenantFacts } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { DeleteDialog } from './DeleteDialog';
import { LifeActs } from './Life';
import { useTenantActs } from './useTenants';

export function TenantActs({ tenant }: { tenant: TenantFacts }) {
  const t = useTexts();
  const { suspend, resume, remove } = useTenantActs();
  const { id, name, title } = tenant;
  return (
    <LifeActs
      living={tenant}
      means={[t('tenants-suspend-calls'), t('tenants-suspend-people')]}
      suspend={suspend}
      resume={resume}
      deletion={(close, deleted) => (
        <DeleteDialog title={title} name={name} means={[t('tenants-delete-stops'), t('tenants-delete-grace')]} remove={() => remove(id).then(deleted)} close={close} />
      )}
    />
  );
}
