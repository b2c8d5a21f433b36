/** The profile of a user. */
import type { User } from '../../api/types';
import { PageForm, Section } from '../../forms/FormParts';
import { SelectField, SwitchField, TextField } from '../../forms/fields';
import { changes } from '../../forms/pointer';
import { LanguageField, CountryField, ZoneField } from '../../forms/standards';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { useRoleOptions } from '../roles/useRoles';
import { type TaggedUser, useUserActs } from './useUsers';

const TEXTS = [
  'first_name', 'last_name', 'user_name', 'email', 'phone', 'department', 'location', 'address', 'city', 'postal_code', 'region', 'country',
  'time_zone', 'language', 'prompt_language',
] as const;

type Draft = Pick<User, (typeof TEXTS)[number] | 'role' | 'enabled'>;

const draftOf = (user: User): Draft =>
  Object.fromEntries([...TEXTS, 'role', 'enabled'].map((key) => [key, user[key as keyof Draft]])) as Draft;

export function UserForm({ read, readOnly }: { read: TaggedUser; readOnly: boolean }) {
  const t = useTexts();
  const tell = useTell();
  const roles = useRoleOptions(read.user.role);
  const { change } = useUserActs();
  const initial = draftOf(read.user);
  const form = useForm<Draft, User>({
    initial,
    schema: 'NewUser',
    save: (draft, start) => change(read, changes(start, { ...draft, country: draft.country ?? '', time_zone: draft.time_zone ?? '' })),
    saved: () => tell({ text: t('saved') }),
  });
  const text = (name: (typeof TEXTS)[number], hint?: string) => (
    <TextField field={form.field(`/${name}`)} label={t(`users-${name.replaceAll('_', '-')}`)} {...(hint ? { hint } : {})} />
  );
  return (
    <PageForm form={form} readOnly={readOnly}>
      <Section title={t('users-part-person')} lead={t('users-part-person-lead')}>
        {text('first_name')}
        {text('last_name')}
        {text('department', t('users-contacts-hint'))}
        {text('location', t('users-contacts-hint'))}
        {text('email', t('users-email-hint'))}
        {text('phone', t('users-record-hint'))}
      </Section>
      <Section title={t('users-part-access')} lead={t('users-part-access-lead')}>
        {text('user_name', t('users-user-name-hint'))}
        <SelectField field={form.field('/role')} label={t('users-role')} options={roles} />
        <SwitchField field={form.field('/enabled')} label={t('users-enabled')} hint={t('users-enabled-hint')} wide />
      </Section>
      <Section title={t('users-part-language')} lead={t('users-part-language-lead')}>
        <LanguageField field={form.field('/language')} label={t('users-language')} empty={t('as-the-browser')} />
        <LanguageField field={form.field('/prompt_language')} label={t('users-prompt-language')} empty={t('as-the-company')} />
        <ZoneField field={form.field('/time_zone')} label={t('users-time-zone')} hint={t('users-time-zone-hint')} empty={t('as-the-company')} />
      </Section>
      <Section title={t('users-part-address')} lead={t('users-record-hint')}>
        {text('address')}
        {text('postal_code')}
        {text('city')}
        {text('region')}
        <CountryField field={form.field('/country')} label={t('users-country')} empty={t('choose')} />
      </Section>
    </PageForm>
  );
}
