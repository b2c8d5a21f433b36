/** Deletes a row, or the ticked ones, and offers to take it back where the server can make the same again. */
import { ApiProblem } from '../api/client';
import { useTexts } from '../i18n/Language';
import { problemText } from '../i18n/problem';
import type { BulkAct } from './BulkBar';
import { IconButton } from './Button';
import { TrashIcon } from './icons';
import { useTell } from './Toasts';

export interface Removal<T> {
  name: (row: T) => string;
  remove: (row: T) => Promise<unknown>;
  /** Makes it anew. */
  restore: (row: T) => Promise<unknown>;
}

export function useRemoval<T>({ name, remove, restore }: Removal<T>) {
  const t = useTexts();
  const tell = useTell();
  const trouble = (problem: unknown) => {
    if (!(problem instanceof ApiProblem)) throw problem;
    tell({ text: problemText(t, problem), tone: 'trouble' });
  };
  /** One after the other; what was done before a refusal stays done, and can be taken back. */
  return async (rows: readonly T[]) => {
    const gone: T[] = [];
    try {
      for (const row of rows) {
        await remove(row);
        gone.push(row);
      }
    } catch (problem) {
      trouble(problem);
    }
    const [first] = gone;
    if (!first) return;
    const back = async () => {
      for (const row of gone) await restore(row);
    };
    const text = gone.length === 1 ? t('deleted-name', { name: name(first) }) : t('deleted-count', { count: gone.length });
    tell({ text, action: { label: t('undo'), act: () => void back().catch(trouble) } });
  };
}

export function RemoveButton<T>({ row, removal }: { row: T; removal: Removal<T> }) {
  const t = useTexts();
  const remove = useRemoval(removal);
  return <IconButton icon={TrashIcon} label={t('delete-name', { name: removal.name(row) })} data-hint={t('delete')} data-side="left" onClick={() => void remove([row])} />;
}

export function useBulkRemoval<T>(removal: Removal<T> | undefined): BulkAct<T>[] {
  const t = useTexts();
  const remove = useRemoval<T>(removal ?? NOTHING);
  return removal ? [{ key: 'delete', label: t('delete'), icon: TrashIcon, act: remove }] : [];
}

const NOTHING: Removal<unknown> = { name: String, remove: () => Promise.resolve(), restore: () => Promise.resolve() };
