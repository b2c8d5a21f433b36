/** The active calls: read when the socket is open, kept by its events, read again when it lost some. */
import { type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import { answered, type Api, type ApiProblem, whole } from '../../api/client';
import { useApi } from '../../api/place';
import type { ActiveCall } from '../../api/types';
import { useConnection } from '../../realtime/Live';
import { setServerTime } from '../../realtime/now';

export function useActiveCalls(): UseQueryResult<ActiveCall[], ApiProblem> {
  const api = useApi();
  const { connection } = useConnection();
  return useQuery<ActiveCall[], ApiProblem>({
    queryKey: ['calls'],
    queryFn: () => readCalls(api),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: connection.state !== 'connecting',
  });
}

async function readCalls(api: Api): Promise<ActiveCall[]> {
  const { data, response } = await whole(api.GET('/api/v1/calls'));
  setServerTime(response.headers.get('Date'));
  return data?.items ?? [];
}

export function useHangUp() {
  const api = useApi();
  return useMutation<unknown, ApiProblem, string>({
    mutationFn: (id) => answered(api.DELETE('/api/v1/calls/{id}', { params: { path: { id } } })),
  });
}
