/** What is done to things of the server's, and what is read again after it. */
import { useQueryClient } from '@tanstack/react-query';

/** Waits for an act, and has these slices read again: after a refusal, too, for somebody else may have changed something. */
export function useRereading(...slices: readonly string[]): <T>(act: Promise<T>) => Promise<T> {
  const cache = useQueryClient();
  return async (act) => {
    try {
      return await act;
    } finally {
      for (const slice of slices) void cache.invalidateQueries({ queryKey: [slice] });
    }
  };
}
