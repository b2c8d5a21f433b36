/** Deletes a role; those who have it get another one. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import type { RoleFacts } from '../../api/types';
import { Field } from '../../forms/Field';
import fields from '../../forms/Field.module.css';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useTell } from '../../ui/Toasts';
import styles from './DeleteRole.module.css';
import { roleTitle, useRoleActs } from './useRoles';

interface Properties {
  role: RoleFacts;
  roles: readonly RoleFacts[];
  close: () => void;
  deleted: () => void;
}

export function DeleteRole({ role, roles, close, deleted }: Properties) {
  const t = useTexts();
  const tell = useTell();
  const { remove } = useRoleActs();
  const [replacement, setReplacement] = useState('');
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const used = role.users > 0;
  const others = roles.filter(({ name, may_give }) => may_give && name !== role.name);
  const act = () => {
    setBusy(true);
    remove(role.id ?? '', replacement || undefined)
      .then(() => {
        tell({ text: t('roles-deleted', { title: role.title }) });
        deleted();
      }, setProblem)
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      opened
      close={close}
      title={t('roles-delete-title', { title: role.title })}
      foot={
        <>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button look="danger" busy={busy} disabled={used && !replacement} onClick={act}>
            {t('delete')}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p>{used ? t('roles-delete-used', { count: role.users }) : t('roles-delete-unused')}</p>
        {used && (
          <Field id="roles-replacement" label={t('roles-replacement')} required>
            <select id="roles-replacement" className={fields.control} data-first value={replacement} onChange={({ currentTarget }) => setReplacement(currentTarget.value)}>
              <option value="">{t('choose')}</option>
              {others.map((other) => (
                <option key={other.name} value={other.name}>
                  {roleTitle(t, other)}
                </option>
              ))}
            </select>
          </Field>
        )}
        <ProblemNotice problem={problem} />
      </div>
    </Dialog>
  );
}
