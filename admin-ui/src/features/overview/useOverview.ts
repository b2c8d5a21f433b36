/** What the overview shows: today's calls in figures, those that were missed last, and how the trunks do. */
import { useQuery } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import { useRows } from '../../api/listing';
import { useApi } from '../../api/place';
import type { CdrSummary, Cdr, Trunk } from '../../api/types';
import { momentOf, periodOf } from '../../forms/zoned';

const HOUR_SECS = 3600;
/** As many as stand beside the drawing. */
const LAST = 6;
/** More trunks than anybody watches. */
const TRUNKS = 200;

/** Today's calls by the hour, as the wall shows it. */
export function useToday(now: number, timeZone: string | undefined) {
  const api = useApi();
  const { since, until } = periodOf('today', now, timeZone);
  const query = { since: momentOf(since, timeZone) ?? '', until: momentOf(until, timeZone) ?? '', span_secs: HOUR_SECS };
  return useQuery<CdrSummary, ApiProblem>({
    queryKey: ['cdrs', 'summary', query],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/cdrs/summary', { params: { query }, signal })),
  });
}

/** The last calls that nobody took. */
export function useUnanswered() {
  const api = useApi();
  const query = { ended: 'unanswered', limit: LAST } as const;
  return useRows<Cdr>(['cdrs', 'unanswered'], (signal) => answered(api.GET('/api/v1/cdrs', { params: { query }, signal })));
}

export function useTrunkStates(enabled: boolean) {
  const api = useApi();
  const query = { limit: TRUNKS };
  return useQuery({
    queryKey: ['trunks', 'list', query],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/trunks', { params: { query }, signal })),
    select: (page: { items: Trunk[] }) => page.items,
    enabled,
  });
}
