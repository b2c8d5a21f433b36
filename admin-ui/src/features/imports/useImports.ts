/** Files of users on their way in: they are worked on by the server, whether or not this page is open. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import { save } from '../../api/download';
import { useApi } from '../../api/place';
import type { ImportFacts, ImportField } from '../../api/types';

const KEY = ['imports'] as const;
const LOOK_MS = 500;

export const atWork = ({ stage }: ImportFacts) => stage === 'checking' || stage === 'applying';

/** The newest import of the last hour; looked at again while it is worked on. */
export function useImport() {
  const api = useApi();
  return useQuery<ImportFacts | null, ApiProblem>({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await answered(api.GET('/api/v1/imports', { signal }))).items[0] ?? null,
    refetchInterval: ({ state: { data } }) => (data && atWork(data) ? LOOK_MS : false),
  });
}

export function useImportActs() {
  const api = useApi();
  const cache = useQueryClient();
  const kept = async (act: Promise<ImportFacts>) => cache.setQueryData(KEY, await act);
  const path = (id: string) => ({ params: { path: { id } } });
  return {
    send: (file: File) =>
      kept(answered(api.POST('/api/v1/imports', { params: { query: { name: file.name } }, body: file as never, bodySerializer: (body) => body as never, headers: { 'Content-Type': 'application/octet-stream' } }))),
    setColumns: (id: string, columns: (ImportField | null)[]) => kept(answered(api.PUT('/api/v1/imports/{id}/columns', { ...path(id), body: { columns } }))),
    apply: (id: string, goodAlone: boolean, drawPasswords: boolean) =>
      kept(answered(api.POST('/api/v1/imports/{id}/apply', { ...path(id), body: { rows: goodAlone ? 'good' : 'all', draw_passwords: drawPasswords } }))),
    cancel: (id: string) => kept(answered(api.POST('/api/v1/imports/{id}/cancel', path(id)))),
    forget: async (id: string) => {
      await answered(api.DELETE('/api/v1/imports/{id}', path(id)));
      cache.setQueryData(KEY, null);
    },
    takeSecrets: async (id: string, name: string) => {
      await save(api.POST('/api/v1/imports/{id}/secrets', { ...path(id), parseAs: 'stream' }) as never, name, () => undefined);
      await cache.invalidateQueries({ queryKey: KEY });
    },
    template: (format: 'xlsx' | 'csv', language: 'en' | 'es', name: string) =>
      save(api.GET('/api/v1/imports/template', { params: { query: { format, language } }, parseAs: 'stream' }) as never, `${name}.${format}`, () => undefined),
  };
}
