/** Who is shut out, and who never is. */
import { useMay } from '../../api/place';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { PlusIcon } from '../../ui/icons';
import { PageHead } from '../../ui/Page';
import { Tabs } from '../../ui/Tabs';
import { useCreating } from '../../ui/useCreating';
import { AllowedList } from './AllowedList';
import { BanList } from './BanList';
import { NewBanDrawer } from './NewBanDrawer';

export default function BansPage() {
  const t = useTexts();
  const writes = useMay()('bans.write');
  const [creating, setCreating] = useCreating(writes, writes ? t('bans-new') : '');
  return (
    <>
      <PageHead title={t('bans-title')} lead={t('bans-lead')}>
        {writes && (
          <Button look="primary" icon={PlusIcon} onClick={() => setCreating(true)}>
            {t('bans-new')}
          </Button>
        )}
      </PageHead>
      <Tabs
        label={t('bans-title')}
        tabs={[
          { key: 'banned', label: t('bans-tab'), content: () => <BanList writes={writes} /> },
          { key: 'allowed', label: t('allowed-title'), content: () => <AllowedList writes={writes} /> },
        ]}
      />
      {creating && <NewBanDrawer close={() => setCreating(false)} />}
    </>
  );
}
