/** A script that loads when it is first shown, and beside it, not after it, the texts of the areas it shows. */
import { type ComponentType, lazy, useState } from 'react';
import { store } from './store';

export type LateScript<P = object> = ComponentType<P> & {
  /** Begins to load before it is shown; ready when it is there, or cannot be had. */
  ahead: () => Promise<void>;
};

/** `scripts/translations.mjs` holds the areas against what the script shows; the frame's texts are there anyway. */
export function withTexts<P extends object = object>(areas: readonly string[], script: () => Promise<{ default: ComponentType<P> }>): LateScript<P> {
  let there: ComponentType<P> | undefined;
  const load = async () => {
    const [module] = await Promise.all([script(), store.bring(areas)]);
    there = module.default;
    return module;
  };
  const Late = lazy(load);
  function Script(properties: P) {
    // What is there needs nothing to stand in for it. React keeps such a stand-in for 300 ms once it was seen.
    const [Shown] = useState(() => there ?? Late);
    return <Shown {...properties} />;
  }
  // What fails here fails again, and is told, where it is shown.
  const told = () => undefined;
  return Object.assign(Script, { ahead: () => load().then(told, told) });
}
