/** The first two phones of the tenant: their endpoints, numbers and live registrations, and how they are made. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem, some } from '../../api/client';
import { useApi } from '../../api/place';
import type { Device, Endpoint } from '../../api/types';
import { useDevices } from '../endpoints/useEndpoints';
import { type PhoneDraft, shortName } from './naming';

export interface Phone {
  endpoint: Endpoint;
  /** What colleagues dial. */
  number: string;
  device: Device | undefined;
}

const TWO = 2;

/** The oldest two endpoints that have a number. `undefined` while they are read. */
export function usePhones(): { phones: Phone[] | undefined; error: ApiProblem | null; again: () => void } {
  const api = useApi();
  const endpoints = useQuery({
    queryKey: ['endpoints', 'first'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/endpoints', { params: { query: { sort: 'created_at', limit: 20 } }, signal })),
  });
  const extensions = useQuery({
    queryKey: ['extensions', 'first'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/extensions', { params: { query: { limit: 50 } }, signal })),
  });
  const numberOf = (id: string) => extensions.data?.items.find(({ endpoint }) => endpoint === id)?.number;
  const numbered = endpoints.data?.items.flatMap((endpoint) => {
    const number = numberOf(endpoint.id);
    return number ? [{ endpoint, number }] : [];
  });
  const two = numbered?.slice(0, TWO) ?? [];
  const devices = [useDevices(two[0]?.endpoint.id).data, useDevices(two[1]?.endpoint.id).data];
  const error = (endpoints.error ?? extensions.error) as ApiProblem | null;
  const again = () => {
    void endpoints.refetch();
    void extensions.refetch();
  };
  if (!endpoints.data || !extensions.data) return { phones: undefined, error, again };
  return { phones: two.map((phone, place) => ({ ...phone, device: devices[place]?.[0] })), error, again };
}

/** Digits of the tenant's internal numbers. */
export function useDigits(): number | undefined {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['dial_plan'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/dial-plan', { signal })),
  });
  return data?.extension_digits;
}

export function usePhoneActs() {
  const api = useApi();
  const cache = useQueryClient();
  const path = (id: string) => ({ params: { path: { id } } });
  const read = () => Promise.all([cache.invalidateQueries({ queryKey: ['endpoints'] }), cache.invalidateQueries({ queryKey: ['extensions'] })]);
  /** A user, its endpoint and its number. What was made before a refusal goes again, so that trying again is possible. */
  const make = async ({ number, first_name, last_name }: PhoneDraft): Promise<[endpoint: string, secret: string]> => {
    const name = `${first_name} ${last_name}`.trim();
    const user_name = shortName(name).replaceAll('-', '.') || `user.${number}`;
    const user = await answered(api.POST('/api/v1/users', { body: some({ user_name, role: 'member', first_name, last_name }) }));
    const undo = [() => answered(api.DELETE('/api/v1/users/{id}', path(user.id)))];
    try {
      const endpoint = await answered(api.POST('/api/v1/endpoints', { body: some({ name: name || number, owner: user.id }) }));
      undo.unshift(() => answered(api.DELETE('/api/v1/endpoints/{id}', path(endpoint.id))));
      await answered(api.POST('/api/v1/extensions', { body: { number, endpoint: endpoint.id, kind: 'endpoint' } }));
      return [endpoint.id, endpoint.secret];
    } catch (refused) {
      for (const act of undo) await act().catch(() => undefined);
      throw refused;
    }
  };
  const drawSecret = async (id: string): Promise<string> => {
    const answer = await answered(api.PUT('/api/v1/endpoints/{id}/secret', { ...path(id), body: some({}) }));
    return answer.secret;
  };
  return { make, drawSecret, read };
}

/** The address in a device's contact, where it is one. */
export function contactHost(contact: string): string {
  return /^sips?:(?:[^@;>]*@)?(\[[^\]]+\]|[^:;>?]+)/.exec(contact)?.[1] ?? '';
}

/** Behind NAT a phone says another address than it comes from. */
export function behindNat({ contact, address }: Pick<Device, 'contact' | 'address'>): boolean {
  const own = contactHost(contact);
  const source = address.replace(/:\d+$/, '');
  return /^[\d.]+$|^\[/.test(own) && own !== source;
}

export const encrypted = ({ transport }: Pick<Device, 'transport'>): boolean => transport === 'tls' || transport === 'wss';
