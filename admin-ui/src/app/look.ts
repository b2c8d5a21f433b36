/** Appearance and density, remembered by this browser; `scheme.js` sets them before the first paint. */
import { useSyncExternalStore } from 'react';

export const SCHEMES = ['light', 'dark', 'auto'] as const;
export type Scheme = (typeof SCHEMES)[number];
export const DENSITIES = ['comfortable', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];

const SCHEME = 'conmuta-scheme';
const DENSITY = 'conmuta-density';
const dark = matchMedia('(prefers-color-scheme: dark)');
const watchers = new Set<() => void>();

function kept<T extends string>(key: string, known: readonly T[], otherwise: T): T {
  const text = localStorage.getItem(key);
  return known.find((value) => value === text) ?? otherwise;
}

const scheme = (): Scheme => kept(SCHEME, SCHEMES, 'auto');
const density = (): Density => kept(DENSITY, DENSITIES, 'comfortable');

function show(): void {
  const chosen = scheme();
  const { dataset } = document.documentElement;
  dataset.scheme = chosen === 'auto' ? (dark.matches ? 'dark' : 'light') : chosen;
  dataset.density = density();
  for (const watcher of watchers) watcher();
}

dark.addEventListener('change', show);

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function keep(key: string, value: string): void {
  localStorage.setItem(key, value);
  show();
}

export function useScheme(): [Scheme, (scheme: Scheme) => void] {
  return [useSyncExternalStore(watch, scheme), (value) => keep(SCHEME, value)];
}

export function useDensity(): [Density, (density: Density) => void] {
  return [useSyncExternalStore(watch, density), (value) => keep(DENSITY, value)];
}
