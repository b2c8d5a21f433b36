/** A script that loads when it is first shown, and beside it, not after it, the texts of the areas it shows. */
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import { store } from './store';

export type LateScript<P = object> = LazyExoticComponent<ComponentType<P>> & {
  /** Begins to load before it is shown. */
  ahead: () => void;
};

/** `scripts/translations.mjs` holds the areas against what the script shows; the frame's texts are there anyway. */
export function withTexts<P = object>(areas: readonly string[], script: () => Promise<{ default: ComponentType<P> }>): LateScript<P> {
  const load = async () => (await Promise.all([script(), store.bring(areas)]))[0];
  // What fails here fails again, and is told, where it is shown.
  return Object.assign(lazy(load), { ahead: () => void load().catch(() => undefined) });
}
