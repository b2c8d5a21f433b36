/** The brand set in this place, and what an accent or a logo would become. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import { useApi } from '../../api/place';
import type { Branding, BrandSettings, BrandTried } from '../../api/types';

const OWN = ['branding', 'own'] as const;

/** Every field is there: null is taken from above. */
export type Draft = { [K in keyof Required<BrandSettings>]: string | null };

export function draftOf(settings: BrandSettings): Draft {
  const { product_name, accent, logo_light, logo_dark, host_name, mail_name, mail_address, sign_in_text } = settings;
  const draft = { product_name, accent, logo_light, logo_dark, host_name, mail_name, mail_address, sign_in_text };
  return Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, value ?? null])) as Draft;
}

export function useBranding() {
  const api = useApi();
  return useQuery<Branding, ApiProblem>({ queryKey: OWN, queryFn: ({ signal }) => answered(api.GET('/api/v1/branding', { signal })) });
}

export function useBrandingActs() {
  const api = useApi();
  const cache = useQueryClient();
  return {
    set: async (body: Draft): Promise<Branding> => {
      const branding = await answered(api.PUT('/api/v1/branding', { body }));
      cache.setQueryData(OWN, branding);
      void cache.invalidateQueries({ queryKey: ['branding', 'worn'] });
      return branding;
    },
    tryLogo: (logo: string): Promise<BrandTried> => answered(api.POST('/api/v1/branding/trial', { body: { logo } })),
  };
}

export const isColour = (text: string | null): text is string => /^#[0-9a-f]{6}$/i.test(text ?? '');

/** The tones of an accent while it is chosen; the former ones stay until the next are there. */
export function useTones(accent: string | null) {
  const api = useApi();
  const { data } = useQuery<BrandTried, ApiProblem>({
    queryKey: ['accent', accent],
    queryFn: ({ signal }) => answered(api.POST('/api/v1/branding/trial', { body: { accent }, signal })),
    enabled: isColour(accent),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  return isColour(accent) ? data?.colours : undefined;
}
