/** Whether the drawer for something new is open: by its button, by the key `c`, or by the address (`?new=1`). */
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { useShortcut } from '../keys/shortcuts';

export function useCreating(allowed: boolean, label: string): [boolean, (open: boolean) => void] {
  const [address, setAddress] = useSearchParams();
  const set = useCallback(
    (open: boolean) =>
      setAddress(
        (before) => {
          const after = new URLSearchParams(before);
          if (open) after.set('new', '1');
          else after.delete('new');
          return after;
        },
        { replace: true },
      ),
    [setAddress],
  );
  useShortcut('c', label, () => set(true), allowed);
  return [allowed && address.has('new'), set];
}
