/** What the server finds for the palette's words. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answered, type Api } from '../api/client';
import { useApi, useMay } from '../api/place';
import { personName } from '../features/users/names';
import { NumberIcon, PersonIcon, PhoneIcon, TenantsIcon } from '../ui/icons';
import type { Entry } from './Palette';

const LEAST_CHARS = 2;
const TYPING_MS = 180;
const EACH = 5;

interface Source {
  permission: string;
  find: (api: Api, search: string, signal: AbortSignal) => Promise<Entry[]>;
}

const query = (search: string) => ({ params: { query: { search, limit: EACH } } });

const SOURCES: readonly Source[] = [
  {
    permission: 'users.read',
    find: async (api, search, signal) =>
      (await answered(api.GET('/api/v1/users', { ...query(search), signal }))).items.map((user) => ({
        key: user.id,
        label: personName(user),
        detail: user.user_name,
        icon: PersonIcon,
        to: `/users/${user.id}`,
      })),
  },
  {
    permission: 'endpoints.read',
    find: async (api, search, signal) =>
      (await answered(api.GET('/api/v1/endpoints', { ...query(search), signal }))).items.map(({ id, name, terminal_user }) => ({
        key: id,
        label: name,
        detail: terminal_user,
        icon: PhoneIcon,
        to: `/extensions/${id}`,
      })),
  },
  {
    permission: 'extensions.read',
    find: async (api, search, signal) =>
      (await answered(api.GET('/api/v1/extensions', { ...query(search), signal }))).items.map(({ id, number, endpoint }) => ({
        key: id,
        label: number,
        icon: PhoneIcon,
        to: `/extensions/${endpoint}`,
      })),
  },
  {
    permission: 'numbers.read',
    find: async (api, search, signal) =>
      (await answered(api.GET('/api/v1/numbers', { ...query(search), signal }))).items.map(({ id, number, label }) => ({
        key: id,
        label: number,
        ...(label ? { detail: label } : {}),
        icon: NumberIcon,
        to: `/numbers?search=${encodeURIComponent(number)}`,
      })),
  },
  {
    permission: 'tenants.read',
    find: async (api, search, signal) =>
      (await answered(api.GET('/api/v1/tenants', { ...query(search), signal }))).items.map(({ id, title, name }) => ({
        key: id,
        label: title,
        detail: name,
        icon: TenantsIcon,
        to: `/tenants/${id}`,
      })),
  },
];

export function useFound(words: string): { entries: Entry[]; busy: boolean } {
  const api = useApi();
  const may = useMay();
  const search = useSettled(words.trim());
  const asks = search.length >= LEAST_CHARS;
  const { data, isFetching } = useQuery({
    queryKey: ['found', search],
    queryFn: async ({ signal }) => {
      const asked = SOURCES.filter(({ permission }) => may(permission)).map(({ find }) => find(api, search, signal));
      return (await Promise.all(asked)).flat();
    },
    enabled: asks,
    placeholderData: keepPreviousData,
  });
  return { entries: asks && words ? (data ?? []) : [], busy: isFetching || search !== words.trim() };
}

/** The words once the typing pauses. */
function useSettled(words: string): string {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), TYPING_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return settled;
}
