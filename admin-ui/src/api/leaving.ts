/** What is being deleted on its own page: nothing of it is read again before the page is left, for the answer would be that it is gone. */
import type { Query } from '@tanstack/react-query';

const gone = new Set<string>();

/** Whether a query may be sent: one that names a thing on its way out may not. */
export const stays = ({ queryKey }: Pick<Query, 'queryKey'>): boolean => !queryKey.some((part) => typeof part === 'string' && gone.has(part));

export const hold = (id: string): void => void gone.add(id);
/** Whether it was held. */
export const release = (id: string): boolean => gone.delete(id);
