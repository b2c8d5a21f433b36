/** A trunk as its forms hold it. */
import { DEFAULTS } from '../../api/rules.generated';
import type { Gateway, Trunk, TrunkSettings } from '../../api/types';
import type { TrunkBody } from './useTrunks';

export interface TrunkDraft {
  name: string;
  /** What was typed; nothing leaves it as it is. */
  secret: string | null;
  settings: TrunkSettings & { gateways: Gateway[]; sources: string[] };
}

export const NEW_GATEWAY: Gateway = { host: '', transport: 'udp', priority: 0 };

export function draftOf(trunk?: Trunk): TrunkDraft {
  const optional = { registration: null, auth_user: null, from_domain: null, max_calls: null, caller_number: null };
  const settings = { ...DEFAULTS.TrunkSettings, ...optional, ...trunk?.settings };
  const gateways = trunk ? [...(settings.gateways as Gateway[])] : [NEW_GATEWAY];
  return { name: trunk?.name ?? '', secret: null, settings: { ...settings, gateways, sources: [...(settings.sources as string[])] } as TrunkDraft['settings'] };
}

/** What the draft sends: no empty gateways or lines. */
export function bodyOf({ name, secret, settings }: TrunkDraft): TrunkBody {
  const gateways = settings.gateways.filter(({ host }) => host.trim() !== '');
  const sources = settings.sources.map((line) => line.trim()).filter(Boolean);
  return { name, secret, settings: { ...settings, gateways, sources } };
}
