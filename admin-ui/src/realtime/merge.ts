/** What each event does to the cache of server data: it changes what it tells whole, and has the rest read again. */
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { ME } from '../api/session';
import type { ActiveCall, ListedEndpoint, Rows, Trunk, TrunkState } from '../api/types';
import { applied } from '../features/calls/calls';

/** The slices whose lists change by events. */
const SLICES = [
  'users', 'endpoints', 'extensions', 'numbers', 'trunks', 'outbound_routes', 'dial_plan', 'tenants', 'resellers', 'roles',
  'support_access', 'tenant_access', 'api_keys', 'sign_in_policy', 'bans', 'security_events', 'provisioning', 'setup', 'branding', 'plans',
];

/** Everything that events keep: read again where some were lost. */
export const LIVE_KEYS: readonly QueryKey[] = [...SLICES, 'calls', 'devices', 'device-total', 'cdrs'].map((slice) => [slice]);

/** Has a query read again, soon. */
export type Reread = (key: QueryKey) => void;

export function merge(cache: QueryClient, name: string, body: unknown, reread: Reread): void {
  const [slice = ''] = name.split('.');
  // The own place was suspended, resumed or changed.
  if (slice === 'place') return reread(ME);
  if (slice === 'call') return ofCall(cache, name, body as ActiveCall, reread);
  if (slice === 'devices') return ofDevice(cache, (body as { endpoint: string }).endpoint, reread);
  if (name === 'trunks.state') return ofTrunk(cache, body as { id: string; state: TrunkState });
  if (slice === 'cdrs' || SLICES.includes(slice)) reread([slice]);
  // A role that is gone or widened changes those who have it, and perhaps who reads this.
  if (slice === 'roles') for (const other of ['users', 'me']) reread([other]);
}

function ofCall(cache: QueryClient, name: string, call: ActiveCall, reread: Reread): void {
  const key = ['calls'];
  // A reading that began before the event may answer without it.
  const overtaken = cache.isFetching({ queryKey: key }) > 0;
  cache.setQueryData<ActiveCall[]>(key, (calls) => calls && applied(calls, name, call));
  if (overtaken) reread(key);
}

/** The event names a device and tells little of it: the rest is read. */
function ofDevice(cache: QueryClient, endpoint: string, reread: Reread): void {
  reread(['devices']);
  reread(['device-total']);
  // A page that shows the endpoint tells how many devices it has.
  const pages = cache.getQueriesData<Rows<ListedEndpoint>>({ queryKey: ['endpoints', 'list'] });
  if (pages.some(([, page]) => page?.items.some(({ id }) => id === endpoint))) reread(['endpoints', 'list']);
}

function ofTrunk(cache: QueryClient, { id, state }: { id: string; state: TrunkState }): void {
  const told = (trunk: Trunk) => (trunk.id === id ? { ...trunk, state } : trunk);
  cache.setQueriesData<Rows<Trunk>>({ queryKey: ['trunks', 'list'] }, (page) => page && { ...page, items: page.items.map(told) });
  cache.setQueryData<Trunk>(['trunks', 'one', id], (trunk) => trunk && told(trunk));
}
