/** The own account: settings, password, sessions. */
import { useMe } from '../../api/session';
import type { Me } from '../../api/types';
import { PageForm, Section } from '../../forms/FormParts';
import { TextField } from '../../forms/fields';
import { changes } from '../../forms/pointer';
import { LanguageField, ZoneField } from '../../forms/standards';
import { useForm } from '../../forms/useForm';
import { type LanguageCode, LANGUAGES, useLanguage, useTexts } from '../../i18n/Language';
import { PageHead } from '../../ui/Page';
import { Tabs } from '../../ui/Tabs';
import { useTell } from '../../ui/Toasts';
import { personName } from '../users/names';
import { OwnSessions } from './OwnSessions';
import { PasswordForm } from './PasswordForm';
import { PhotoField } from './PhotoField';
import { SecondFactor } from './SecondFactor';
import { type OwnSettings, useAccountActs } from './useAccount';

export default function AccountPage() {
  const t = useTexts();
  const me = useMe().data;
  if (!me) return null;
  const at = me.home.title || me.home.name;
  return (
    <>
      <PageHead title={t('account-title')} lead={t('account-lead', { name: personName(me.user), user: me.user.user_name, tenant: at })} />
      <Tabs
        label={t('account-title')}
        tabs={[
          { key: 'settings', label: t('account-tab-settings'), content: () => <SettingsForm me={me} /> },
          { key: 'password', label: t('account-tab-password'), content: () => <PasswordForm /> },
          { key: 'security', label: t('account-tab-security'), content: () => <SecondFactor /> },
          { key: 'sessions', label: t('sessions'), content: () => <OwnSessions /> },
        ]}
      />
    </>
  );
}

function SettingsForm({ me }: { me: Me }) {
  const t = useTexts();
  const tell = useTell();
  const { choose } = useLanguage();
  const { change } = useAccountActs();
  const { first_name, last_name, email, phone, language, prompt_language, time_zone } = me.user;
  const initial: OwnSettings = { first_name, last_name, email, phone, language, prompt_language, time_zone };
  const form = useForm<OwnSettings, Me>({
    initial,
    schema: 'OwnSettings',
    save: (draft, start) => change(changes(start, { ...draft, time_zone: draft.time_zone ?? '' })),
    saved: (after) => {
      const own = after.user.language.split('-')[0] ?? '';
      if (own in LANGUAGES && after.user.language !== language) choose(own as LanguageCode);
      tell({ text: t('saved') });
    },
  });
  return (
    <PageForm form={form}>
      <Section title={t('account-part-person')} lead={t('account-part-person-lead')}>
        <PhotoField me={me} />
        <TextField field={form.field('/first_name')} label={t('users-first-name')} autoComplete="given-name" />
        <TextField field={form.field('/last_name')} label={t('users-last-name')} autoComplete="family-name" />
      </Section>
      <Section title={t('account-part-language')} lead={t('account-part-language-lead')}>
        <LanguageField field={form.field('/language')} label={t('users-language')} empty={t('as-the-browser')} />
        <LanguageField field={form.field('/prompt_language')} label={t('users-prompt-language')} empty={t('as-the-company')} />
        <ZoneField field={form.field('/time_zone')} label={t('users-time-zone')} hint={t('users-time-zone-hint')} empty={t('as-the-company')} />
      </Section>
      <Section title={t('account-part-reach')} lead={t('account-part-reach-lead')}>
        <TextField field={form.field('/email')} label={t('users-email')} hint={t('users-email-hint')} type="email" autoComplete="email" />
        <TextField field={form.field('/phone')} label={t('users-phone')} hint={t('users-record-hint')} type="tel" autoComplete="tel" />
      </Section>
    </PageForm>
  );
}
