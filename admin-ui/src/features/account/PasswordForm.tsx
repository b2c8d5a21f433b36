/** Changes the own password; it says beforehand that other devices must sign in again. */
import { PasswordField } from '../../forms/fields';
import { PageForm, Section } from '../../forms/FormParts';
import { useForm } from '../../forms/useForm';
import { useMe } from '../../api/session';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { passwordRule } from '../users/passwords';
import { type OwnPassword, useAccountActs } from './useAccount';

const EMPTY: OwnPassword = { old: '', password: '', confirmation: '' };

export function PasswordForm() {
  const t = useTexts();
  const tell = useTell();
  const user = useMe().data?.user.user_name;
  const { setPassword } = useAccountActs();
  const form = useForm<OwnPassword, void>({
    initial: EMPTY,
    schema: 'OwnPassword',
    save: setPassword,
    saved: () => {
      form.restart(EMPTY);
      tell({ text: t('account-password-changed') });
    },
    check: ({ password, confirmation }, say) => {
      const rule = passwordRule(password, user);
      return { '/password': rule && say(rule), '/confirmation': confirmation === password ? undefined : say('problem-password-not_confirmed') };
    },
  });
  return (
    <PageForm form={form}>
      <Section title={t('account-tab-password')} lead={t('account-password-lead')}>
        <PasswordField field={form.field('/old')} label={t('account-old-password')} autoComplete="current-password" wide />
        <PasswordField field={form.field('/password')} label={t('account-new-password')} hint={t('account-password-rule')} />
        <PasswordField field={form.field('/confirmation')} label={t('account-confirmation')} />
      </Section>
    </PageForm>
  );
}
