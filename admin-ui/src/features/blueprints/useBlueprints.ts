/** Planning and applying a blueprint, with its steps told while they are made. */
import { useQueryClient } from '@tanstack/react-query';
import { answered, ApiProblem, problemOf } from '../../api/client';
import { useApi } from '../../api/place';
import type { BlueprintDone, BlueprintStep, Outcome } from '../../api/types';
import { lines } from './lines';

const TOML = { headers: { 'Content-Type': 'application/toml' }, bodySerializer: (text: string) => text };

export function useBlueprintActs() {
  const api = useApi();
  const cache = useQueryClient();
  return {
    plan: (text: string): Promise<Outcome> => answered(api.POST('/api/v1/blueprint/plan', { ...TOML, body: text })),
    /** Goes to the end, or is taken back when `signal` says so. */
    run: async (text: string, told: (step: BlueprintStep) => void, signal: AbortSignal): Promise<BlueprintDone> => {
      const { data, error, response } = await api.POST('/api/v1/blueprint/run', { ...TOML, body: text, parseAs: 'stream', signal });
      if (!response.ok || !data) throw problemOf(response, error);
      for await (const line of lines(data as ReadableStream<Uint8Array>)) {
        const read = JSON.parse(line) as { step?: BlueprintStep; outcome?: BlueprintDone; problem?: Record<string, unknown> };
        if (read.step) told(read.step);
        if (read.problem) throw problemOf(new Response(null, { status: Number(read.problem.status) || 500 }), read.problem);
        if (read.outcome) {
          void cache.invalidateQueries({ queryKey: ['tenants'] });
          return read.outcome;
        }
      }
      throw new ApiProblem(0, 'network');
    },
  };
}
