/** The whole page of somebody whose organisation demands a second factor that is not set up yet. */
import { useSignOut } from '../../api/session';
import type { Me } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { CardHead, CardPage } from '../../ui/CardPage';
import { SetUp } from './SetUp';

export default function EnrolPage({ me }: { me: Me }) {
  const t = useTexts();
  const { signOut } = useSignOut(me.home.name);
  const leave = (
    <Button look="quiet" onClick={signOut}>
      {t('sign-out')}
    </Button>
  );
  return (
    <CardPage page={t('factor-set-up')} acts={leave} roomy>
      <CardHead title={t('factor-set-up')} lead={t('factor-needed-lead', { tenant: me.home.title || me.home.name })} />
      <SetUp done={() => undefined} />
    </CardPage>
  );
}
