/** A new user: what is needed at once. The rest is on the user's page. */
import type { NewUser, User } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { PasswordField, SelectField, TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { useRoleOptions } from '../roles/useRoles';
import { personName } from './names';
import { passwordRule } from './passwords';
import { useUserActs } from './useUsers';

interface Draft {
  user_name: string;
  first_name: string;
  last_name: string;
  email: string;
  role: string;
  password: string | null;
}

const EMPTY: Draft = { user_name: '', first_name: '', last_name: '', email: '', role: '', password: null };

export function NewUserDrawer({ close, created }: { close: () => void; created: (user: User) => void }) {
  const t = useTexts();
  const tell = useTell();
  const { create } = useUserActs();
  const roles = useRoleOptions();
  const form = useForm<Draft, User>({
    initial: EMPTY,
    schema: 'NewUser',
    // Those that were never given are left out.
    save: (draft) => create(Object.fromEntries(Object.entries(draft).filter(([, value]) => value)) as unknown as NewUser),
    saved: (user) => {
      tell({ text: t('users-created', { name: personName(user) }) });
      created(user);
    },
    check: ({ password, user_name }, say) => {
      const rule = password ? passwordRule(password, user_name) : undefined;
      return { '/password': rule && say(rule) };
    },
  });
  return (
    <FormDrawer title={t('users-new')} form={form} close={close} act={t('create')}>
      <TextField field={form.field('/first_name')} label={t('users-first-name')} hint={t('users-first-name-hint')} first />
      <TextField field={form.field('/last_name')} label={t('users-last-name')} />
      <TextField field={form.field('/user_name')} label={t('users-user-name')} hint={t('users-user-name-hint')} />
      <SelectField
        field={form.field('/role')}
        label={t('users-role')}
        hint={t('users-role-hint')}
        empty={t('choose')}
        options={roles}
      />
      <TextField field={form.field('/email')} label={t('users-email')} hint={t('users-email-hint')} type="email" />
      <PasswordField field={form.field('/password')} label={t('users-password')} hint={t('users-password-hint')} nullable />
    </FormDrawer>
  );
}
