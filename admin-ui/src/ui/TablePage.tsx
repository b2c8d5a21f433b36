/** The page of a list: its head with the button for something new, the table, and the drawer for the new one. */
import type { ReactNode } from 'react';
import { useTexts } from '../i18n/Language';
import { Button } from './Button';
import { PlusIcon } from './icons';
import { PageHead } from './Page';
import { TableList, type TableListProperties } from './TableList';
import { useCreating } from './useCreating';

interface Properties<T extends { id: string }> extends TableListProperties<T> {
  /** Under the title; `family-lead` unless given. */
  lead?: ReactNode;
  /** Buttons beside that for something new. */
  acts?: ReactNode;
  /** The drawer for something new, where the person may make one. */
  creation?: ((close: () => void) => ReactNode) | undefined;
}

export function TablePage<T extends { id: string }>({ lead, acts, creation, ...list }: Properties<T>) {
  const t = useTexts();
  const { family } = list;
  const [creating, setCreating] = useCreating(creation !== undefined, creation ? t(`${family}-new`) : '');
  const create = creation && (() => setCreating(true));
  return (
    <>
      <PageHead title={t(`${family}-title`)} lead={lead ?? t(`${family}-lead`)}>
        {acts}
        {create && (
          <Button look="primary" icon={PlusIcon} onClick={create}>
            {t(`${family}-new`)}
          </Button>
        )}
      </PageHead>
      <TableList {...list} create={create} />
      {creating && creation?.(() => setCreating(false))}
    </>
  );
}
