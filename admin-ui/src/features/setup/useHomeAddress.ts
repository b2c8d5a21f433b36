/** Where phones find the installation, asked from within the tenant: the answer belongs to the operator's own place. */
import { useQuery } from '@tanstack/react-query';
import { answered, type ApiProblem, apiOf } from '../../api/client';
import type { InstallationAddress } from '../../api/types';

const home = apiOf();

export function useHomeAddress() {
  return useQuery<InstallationAddress, ApiProblem>({
    queryKey: ['setup', 'address'],
    queryFn: ({ signal }) => answered(home.GET('/api/v1/setup/address', { signal })),
  });
}
