/** Keys that act: single ones, and two in a row such as `g u`. What is there now is what the help sheet lists. */
import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Shortcut {
  keys: string;
  label: string;
}

const SEQUENCE_MS = 1200;
const known = new Map<symbol, Shortcut & { act: () => void }>();
const watchers = new Set<() => void>();
let list: readonly Shortcut[] = [];

function changed(): void {
  list = [...known.values()].map(({ keys, label }) => ({ keys, label }));
  for (const watcher of watchers) watcher();
}

/** The key is there as long as the component, and allowed. */
export function useShortcut(keys: string, label: string, act: () => void, allowed = true): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!allowed) return;
    const id = Symbol(keys);
    known.set(id, { keys, label, act: () => latest.current() });
    changed();
    return () => {
      known.delete(id);
      changed();
    };
  }, [keys, label, allowed]);
}

export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => list,
  );
}

/** Which shortcut the keys pressed so far are, and whether they begin one. */
export function match(pressed: readonly string[], all: readonly string[]): { hit: string | undefined; begins: boolean } {
  const text = pressed.join(' ');
  return { hit: all.find((keys) => keys === text), begins: all.some((keys) => keys.startsWith(`${text} `)) };
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Listens to the keyboard; once for the whole application, and not while something lies over the page. */
export function useKeyboard(listens: boolean): void {
  useEffect(() => {
    if (!listens) return;
    let pressed: { key: string; at: number }[] = [];
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (typing(event.target) || document.querySelector('dialog[open]')) return;
      pressed = [...pressed.filter(({ at }) => event.timeStamp - at < SEQUENCE_MS), { key: event.key, at: event.timeStamp }];
      const all = [...known.values()];
      const words = all.map(({ keys }) => keys);
      const found = match(pressed.map(({ key }) => key), words);
      const last = found.hit ?? (found.begins ? undefined : match([event.key], words).hit);
      if (last === undefined) {
        if (!found.begins) pressed = pressed.slice(-1);
        return;
      }
      pressed = [];
      event.preventDefault();
      // The latest one counts: what lies on top of a page was mounted after it.
      all.findLast(({ keys }) => keys === last)?.act();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, [listens]);
}
