/** What keeps the organisation safe: the keys of programs, and what is demanded of those who sign in. */
import { useMay } from '../../api/place';
import { useTexts } from '../../i18n/Language';
import { PageHead } from '../../ui/Page';
import { Tabs } from '../../ui/Tabs';
import { ApiKeys } from './ApiKeys';
import { PolicyForm } from './PolicyForm';

export default function SecurityPage() {
  const t = useTexts();
  const may = useMay();
  const tabs = [
    ...(may('api_keys.read') ? [{ key: 'keys', label: t('api-keys-title'), content: () => <ApiKeys /> }] : []),
    ...(may('sign_in_policy.read') ? [{ key: 'sign-in', label: t('policy-title'), content: () => <PolicyForm /> }] : []),
  ];
  return (
    <>
      <PageHead title={t('security-title')} lead={t('security-lead')} />
      <Tabs label={t('security-title')} tabs={tabs} />
    </>
  );
}
