/** The brand that the pages wear: fetched by tenant, kept by this browser so that it is there before the first paint. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { answered, type ApiProblem, apiOf } from '../api/client';
import type { Brand, Tones } from '../api/types';

interface Kept {
  brand: Brand;
  /** What `scheme.js` puts on before anything else runs. */
  css: string;
  icon: string;
}

const KEPT = 'conmuta-brands';
const LAST = 'conmuta-brand';
/** Somebody who works for many companies signs in at many pages. */
const MOST_KEPT = 12;

const PRODUCT: Brand = { product_name: 'Conmuta', host_tells: false };
const door = apiOf();
const watchers = new Set<() => void>();

function kept(): Record<string, Kept> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Record<string, Kept>;
  } catch {
    return {};
  }
}

let shown: Brand = kept()[document.documentElement.dataset.brand ?? '']?.brand ?? PRODUCT;

const tokens = ({ accent, strong, soft, on }: Tones) => `{--accent:${accent};--accent-strong:${strong};--accent-soft:${soft};--on-accent:${on}}`;

/** The doubled `:root` stands above the product's own tokens wherever they are loaded. */
export const cssOf = ({ colours }: Brand): string =>
  colours ? `:root:root${tokens(colours.light)}:root:root[data-scheme='dark']${tokens(colours.dark)}` : '';

const letterOf = (name: string) => [...name.trim()][0]?.toLocaleUpperCase() ?? '';

/** What stands in the browser's tab: the logo where it is about as high as wide, else the first letter of the name. */
export function iconOf(brand: Brand): string {
  const { colours, logo_light: logo, product_name: name } = brand;
  if (logo && Math.max(logo.width, logo.height) <= 1.3 * Math.min(logo.width, logo.height)) return logo.path;
  if (!colours && name === PRODUCT.product_name) return '/favicon.svg';
  const { accent, on } = colours?.light ?? { accent: '#0a7b84', on: '#ffffff' };
  const letter = letterOf(name).replace(/[<>&"']/g, '');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${accent}"/><text x="16" y="23" font-family="system-ui,sans-serif" font-size="20" font-weight="700" text-anchor="middle" fill="${on}">${letter}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Puts a brand on, and keeps it for the next time. */
function wear(key: string, brand: Brand): void {
  const next: Kept = { brand, css: cssOf(brand), icon: iconOf(brand) };
  const others = Object.entries(kept()).filter(([name]) => name !== key);
  localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries([...others.slice(1 - MOST_KEPT), [key, next]])));
  localStorage.setItem(LAST, key);
  const style = document.getElementById('brand') ?? Object.assign(document.createElement('style'), { id: 'brand' });
  style.textContent = next.css;
  document.head.append(style);
  document.querySelector<HTMLLinkElement>('link[rel=icon]')?.setAttribute('href', next.icon);
  const before = shown.product_name;
  shown = brand;
  if (before !== brand.product_name) document.title = document.title.replace(before, brand.product_name);
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The brand shown now. */
export const useBrand = (): Brand => useSyncExternalStore(watch, () => shown);

/** Fetches a tenant's brand, or that of the host name, and wears it; events have it fetched again. */
export function useWornBrand(tenant: string | undefined): void {
  const key = tenant?.toLowerCase() ?? '';
  const { data } = useQuery<Brand, ApiProblem>({
    queryKey: ['branding', 'worn', key],
    queryFn: ({ signal }) => answered(door.GET('/api/v1/brand', { params: { query: tenant ? { tenant } : {} }, signal })),
    staleTime: 60_000,
  });
  useEffect(() => {
    if (data) wear(key, data);
  }, [key, data]);
}
