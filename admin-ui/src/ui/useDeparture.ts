/** Leaves the page of one thing for its list when the thing has been deleted there. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { useNavigate } from 'react-router';
import { hold, release } from '../api/leaving';
import { usePlace } from '../api/place';

/** Takes what deletes it, which tells whether it did. The script of the list may be on its way for a while: until then the page stands as it was. */
export function useDeparture(id: string, list: string): (remove: () => Promise<boolean>) => Promise<void> {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { path } = usePlace();
  const forget = useCallback(() => {
    if (release(id)) cache.removeQueries({ predicate: ({ queryKey }) => queryKey.includes(id) });
  }, [cache, id]);
  useEffect(() => forget, [forget]);
  return async (remove) => {
    hold(id);
    let removed = false;
    try {
      removed = await remove();
    } finally {
      // It is still there; what was told of it in the meantime is read now.
      if (!removed && release(id)) void cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes(id) });
    }
    if (removed) await navigate(path(list), { replace: true });
  };
}
