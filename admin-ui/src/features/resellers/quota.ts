/** The parts of a quota, in the order in which they are shown. */
import type { Quota } from '../../api/types';

export const QUOTA: readonly (keyof Quota)[] = ['tenants', 'endpoints', 'concurrent_calls', 'storage_mb'];
export const NO_QUOTA: Quota = { tenants: null, endpoints: null, concurrent_calls: null, storage_mb: null };
