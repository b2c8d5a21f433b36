/** The active calls, live: read when the socket is open, changed by its events, read again when it lost some. */
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { answered, api, type ApiProblem } from '../../api/client';
import type { ActiveCall } from '../../api/types';
import { useConnection, useMessages } from '../../realtime/Live';
import { setServerTime } from '../../realtime/now';
import type { ServerMessage } from '../../realtime/socket';
import { applied } from './calls';

const CALLS = ['calls'] as const;

export function useActiveCalls(): UseQueryResult<ActiveCall[], ApiProblem> {
  const cache = useQueryClient();
  const { connection } = useConnection();
  const hear = useCallback(
    (message: ServerMessage) => {
      if (message.type !== 'event') {
        // A reading that began before the socket stood may lack what happened in between.
        void cache.invalidateQueries({ queryKey: CALLS });
      } else if (message.name.startsWith('call.')) {
        const overtaken = cache.isFetching({ queryKey: CALLS }) > 0;
        cache.setQueryData<ActiveCall[]>(CALLS, (calls) => calls && applied(calls, message.name, message.body as ActiveCall));
        if (overtaken) void cache.invalidateQueries({ queryKey: CALLS });
      }
    },
    [cache],
  );
  useMessages(hear);
  return useQuery<ActiveCall[], ApiProblem>({
    queryKey: CALLS,
    queryFn: readCalls,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: connection.state !== 'connecting',
  });
}

async function readCalls(): Promise<ActiveCall[]> {
  const asking = api.GET('/api/v1/calls');
  const { items } = await answered(asking);
  setServerTime((await asking).response.headers.get('Date'));
  return items;
}

export function useHangUp() {
  return useMutation<unknown, ApiProblem, string>({
    mutationFn: (id) => answered(api.DELETE('/api/v1/calls/{id}', { params: { path: { id } } })),
  });
}
