/** Setup links and desk phones, and what is done to them. */
import { useQuery } from '@tanstack/react-query';
import { answered, type ApiProblem, some } from '../../api/client';
import type { components, paths } from '../../api/generated';
import { type Listing, queryOf, useRows } from '../../api/listing';
import { useApi, useMay } from '../../api/place';
import { useRereading } from '../../api/rereading';

type Schemas = components['schemas'];
export type DeskPhone = Schemas['DeskPhone'];
/** With the address that is shown once. */
export type AddressedPhone = DeskPhone & { url: string };
export type SetupLink = Schemas['SetupLink'];
/** With what is shown once: its address, and that as a picture. */
export type MadeSetupLink = SetupLink & { url: string; qr: string };
export type LinkPassword = Schemas['LinkPassword'];
export type Carrier = Schemas['Carrier'];
export type Vendor = Schemas['Vendor'];
type PhoneQuery = NonNullable<paths['/api/v1/desk-phones']['get']['parameters']['query']>;

/** Who gets no events about links asks now and then. */
const ASK_MS = 3_000;

/** At which address phones are set up, whether it is fit for that, and where they register; for who may set one up. */
export function useProvisioning() {
  const api = useApi();
  const may = useMay();
  return useQuery<Schemas['ProvisioningPlace'], ApiProblem>({
    queryKey: ['provisioning', 'place'],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/provisioning', { signal })),
    staleTime: 60_000,
    enabled: may('provisioning.link'),
  });
}

export function usePhoneRows(listing: Listing) {
  const api = useApi();
  const query = queryOf(listing) as PhoneQuery;
  return useRows<DeskPhone>(['provisioning', 'phones', query], (signal) => answered(api.GET('/api/v1/desk-phones', { params: { query }, signal })));
}

export function useSetupLinks(endpoint: string) {
  const api = useApi();
  const may = useMay();
  return useQuery<SetupLink[], ApiProblem>({
    queryKey: ['provisioning', 'links', endpoint],
    queryFn: async ({ signal }) => (await answered(api.GET('/api/v1/endpoints/{id}/setup-links', { params: { path: { id: endpoint } }, signal }))).items,
    refetchInterval: ({ state }) => !may('provisioning.read') && state.data?.some(({ state: link }) => link === 'open') && ASK_MS,
  });
}

export interface PhoneDraft {
  mac: string;
  vendor: Vendor;
  model: string;
  name: string;
  transport: Carrier;
  lines: (string | null)[];
}

export function useProvisioningActs() {
  const api = useApi();
  const path = (id: string) => ({ params: { path: { id } } });
  const done = useRereading('provisioning');
  return {
    makeLink: (endpoint: string, body: { lives_hours: number; password: LinkPassword }) => done(answered(api.POST('/api/v1/endpoints/{id}/setup-links', { ...path(endpoint), body: some(body) }))),
    revokeLink: (endpoint: string, link: string) => done(answered(api.DELETE('/api/v1/endpoints/{id}/setup-links/{link}', { params: { path: { id: endpoint, link } } }))),
    addPhone: (body: PhoneDraft) => done(answered(api.POST('/api/v1/desk-phones', { body: { ...body, lines: linesOf(body) } }))),
    changePhone: (id: string, body: PhoneDraft) => {
      const { model, name, transport } = body;
      return done(answered(api.PATCH('/api/v1/desk-phones/{id}', { ...path(id), body: some({ model, name, transport, lines: linesOf(body) }) })));
    },
    removePhone: (id: string) => done(answered(api.DELETE('/api/v1/desk-phones/{id}', path(id)))),
    restorePhone: (id: string) => done(answered(api.POST('/api/v1/desk-phones/{id}/restore', path(id)))),
    drawAddress: (id: string) => done(answered(api.POST('/api/v1/desk-phones/{id}/token', path(id)))),
    resync: (id: string) => answered(api.POST('/api/v1/desk-phones/{id}/resync', path(id))),
    showPassword: (id: string) => answered(api.POST('/api/v1/desk-phones/{id}/password', path(id))),
  };
}

const linesOf = ({ lines }: PhoneDraft): string[] => lines.filter((line): line is string => Boolean(line));
