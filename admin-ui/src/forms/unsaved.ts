/** Typed text is not lost by leaving: the browser asks, and so do the pages. */
import { useEffect } from 'react';

/** How many forms of the page hold something that is not saved. */
let unsaved = 0;

export const anythingUnsaved = (): boolean => unsaved > 0;

export function useUnsaved(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    unsaved += 1;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => {
      unsaved -= 1;
      window.removeEventListener('beforeunload', ask);
    };
  }, [dirty]);
}
