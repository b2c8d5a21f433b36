/** A new role: what it is called and which one it starts from. What it may do is set on its page. */
import { useState } from 'react';
import type { RoleFacts } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { TextField } from '../../forms/fields';
import { Field } from '../../forms/Field';
import fields from '../../forms/Field.module.css';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { nameOf, roleTitle, useRoleActs } from './useRoles';

interface Draft {
  title: string;
  name: string;
  description: string;
}

interface Properties {
  roles: readonly RoleFacts[];
  /** The role that it starts from. */
  from: string;
  close: () => void;
  created: (role: RoleFacts) => void;
}

export function NewRoleDrawer({ roles, from, close, created }: Properties) {
  const t = useTexts();
  const tell = useTell();
  const { create } = useRoleActs();
  const [start, setStart] = useState(from);
  const given = roles.filter(({ may_give }) => may_give);
  const form = useForm<Draft, RoleFacts>({
    initial: { title: '', name: '', description: '' },
    schema: 'NewRole',
    save: (draft) => create({ ...draft, permissions: given.find(({ name }) => name === start)?.permissions ?? [] }),
    saved: (role) => {
      tell({ text: t('roles-created', { title: role.title }) });
      created(role);
    },
  });
  const title = form.field('/title');
  const named = {
    ...title,
    // The name follows the title until somebody writes another one.
    set: (value: unknown) => {
      if (form.values.name === nameOf(form.values.title)) form.set('/name', nameOf(String(value)));
      title.set(value);
    },
  };
  return (
    <FormDrawer title={t('roles-new')} form={form} close={close} act={t('create')}>
      <TextField field={named} label={t('roles-name')} hint={t('roles-name-hint')} first />
      <TextField field={form.field('/name')} label={t('roles-short-name')} hint={t('roles-short-name-hint')} />
      <TextField field={form.field('/description')} label={t('roles-description')} hint={t('roles-description-hint')} />
      <Field id="roles-from" label={t('roles-from')} hint={t('roles-from-hint')}>
        <select id="roles-from" aria-describedby="roles-from-hint" className={fields.control} value={start} onChange={({ currentTarget }) => setStart(currentTarget.value)}>
          <option value="">{t('roles-from-nothing')}</option>
          {given.map((role) => (
            <option key={role.name} value={role.name}>
              {roleTitle(t, role)}
            </option>
          ))}
        </select>
      </Field>
    </FormDrawer>
  );
}
