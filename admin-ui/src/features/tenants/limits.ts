/** The limits of a tenant, in the order in which they are shown. */
import type { Limits } from '../../api/types';

export const LIMITS: readonly (keyof Limits)[] = [
  'users', 'endpoints', 'devices_per_endpoint', 'concurrent_calls', 'calls_per_second', 'storage_mb', 'api_per_minute',
];

export const NO_LIMITS: Limits = Object.fromEntries(LIMITS.map((name) => [name, null])) as Limits;
