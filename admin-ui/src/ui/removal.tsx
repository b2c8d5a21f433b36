/** Deletes a row, or the ticked ones, and offers to take it back. */
import { ApiProblem } from '../api/client';
import type { BulkReport } from '../api/types';
import { useTexts } from '../i18n/Language';
import { problemText } from '../i18n/problem';
import type { BulkAct } from './BulkBar';
import { IconButton } from './Button';
import { useConfirm } from './Confirm';
import { TrashIcon } from './icons';
import { useTell } from './Toasts';

export interface Removal<T> {
  name: (row: T) => string;
  remove: (row: T) => Promise<unknown>;
  /** Brings it back. */
  restore: (row: T) => Promise<unknown>;
  /** Given where the server deletes many at once and tells what else goes. */
  many?: Many;
}

export interface Many {
  /** Dry, it only tells. */
  remove: (ids: readonly string[], dry: boolean) => Promise<BulkReport>;
  /** Whether to ask first when something else goes, or leads nowhere, with it. */
  asks?: boolean;
}

/** What was deleted, and the first that was refused. */
interface Done<T> {
  gone: readonly T[];
  refused: ApiProblem | undefined;
}

async function oneByOne<T>(rows: readonly T[], remove: (row: T) => Promise<unknown>): Promise<Done<T>> {
  const gone: T[] = [];
  try {
    for (const row of rows) {
      await remove(row);
      gone.push(row);
    }
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    return { gone, refused: problem };
  }
  return { gone, refused: undefined };
}

async function atOnce<T extends { id: string }>(rows: readonly T[], many: Many): Promise<Done<T>> {
  const { deleted, refused } = await many.remove(rows.map(({ id }) => id), false);
  const [first] = refused;
  return { gone: rows.filter(({ id }) => deleted.includes(id)), refused: first && new ApiProblem(409, first.code, { detail: first.detail }) };
}

export function useRemoval<T extends { id: string }>({ name, remove, restore, many }: Removal<T>) {
  const t = useTexts();
  const tell = useTell();
  const ask = useConfirm();
  const trouble = (problem: unknown) => {
    if (!(problem instanceof ApiProblem)) throw problem;
    tell({ text: problemText(t, problem), tone: 'trouble' });
  };
  const agreed = async (rows: readonly T[]) => {
    if (!many?.asks) return true;
    const { affected } = await many.remove(rows.map(({ id }) => id), true);
    if (affected.length === 0) return true;
    const [first] = rows;
    const title = rows.length === 1 && first ? t('delete-title', { name: name(first) }) : t('delete-title-count', { count: rows.length });
    return ask({ title, lead: <AffectedList affected={affected} />, act: t('delete'), danger: true });
  };
  /** What was done before a refusal stays done, and can be taken back. Tells whether anything was deleted. */
  return async (rows: readonly T[]): Promise<boolean> => {
    try {
      if (!(await agreed(rows))) return false;
      const { gone, refused } = await (many ? atOnce(rows, many) : oneByOne(rows, remove));
      if (refused) trouble(refused);
      const [first] = gone;
      if (!first) return false;
      const back = async () => {
        for (const row of gone) await restore(row);
      };
      const text = gone.length === 1 ? t('deleted-name', { name: name(first) }) : t('deleted-count', { count: gone.length });
      tell({ text, action: { label: t('undo'), act: () => void back().catch(trouble) } });
      return true;
    } catch (problem) {
      trouble(problem);
      return false;
    }
  };
}

const MOST_NAMED = 12;

/** What goes with it, or leads nowhere then. */
function AffectedList({ affected }: { affected: BulkReport['affected'] }) {
  const t = useTexts();
  const more = affected.length - MOST_NAMED;
  return (
    <>
      <p>{t('delete-affects')}</p>
      <ul>
        {affected.slice(0, MOST_NAMED).map(({ id, kind, name, effect }) => (
          <li key={id}>{t(`affected-${kind}-${effect}`, { name })}</li>
        ))}
        {more > 0 && <li>{t('affected-more', { count: more })}</li>}
      </ul>
      <p>{t('delete-undoable')}</p>
    </>
  );
}

export function RemoveButton<T extends { id: string }>({ row, removal }: { row: T; removal: Removal<T> }) {
  const t = useTexts();
  const remove = useRemoval(removal);
  return <IconButton icon={TrashIcon} label={t('delete-name', { name: removal.name(row) })} data-hint={t('delete')} data-side="left" onClick={() => void remove([row])} />;
}

export function useBulkRemoval<T extends { id: string }>(removal: Removal<T> | undefined): BulkAct<T>[] {
  const t = useTexts();
  const remove = useRemoval<T>(removal ?? NOTHING);
  return removal ? [{ key: 'delete', label: t('delete'), icon: TrashIcon, act: remove }] : [];
}

const NOTHING: Removal<{ id: string }> = { name: String, remove: () => Promise.resolve(), restore: () => Promise.resolve() };
