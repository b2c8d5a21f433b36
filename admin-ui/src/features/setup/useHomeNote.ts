/** Takes note of progress from within the tenant: the progress belongs to the operator's own place. */
import { useCallback } from 'react';
import { answered, apiOf, some } from '../../api/client';
import type { SetupChange } from './useSetup';

const home = apiOf();

/** The page around hears of it by its own event. */
export function useHomeNote() {
  return useCallback(async (change: SetupChange) => {
    await answered(home.PATCH('/api/v1/setup', { body: some(change) })).catch(() => undefined);
  }, []);
}
