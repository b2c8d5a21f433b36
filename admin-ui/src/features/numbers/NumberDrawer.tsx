/** A public number: what it is called and where calls to it lead. */
import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/client';
import { useEndpointNames, useExtensionNames } from '../../api/lookup';
import { useApi } from '../../api/place';
import type { PhoneNumber } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { TextField } from '../../forms/fields';
import { PickField, type PickOption } from '../../forms/PickField';
import { type FieldState, useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { type NumberDraft, useNumberActs } from './useNumbers';

export function NumberDrawer({ number, close }: { number: PhoneNumber | undefined; close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const { create, change } = useNumberActs();
  const form = useForm<NumberDraft, PhoneNumber>({
    initial: { number: number?.number ?? '', label: number?.label ?? null, extension: number?.extension ?? null },
    schema: 'NewNumber',
    save: (draft) => (number ? change(number.id, { label: draft.label, extension: draft.extension }) : create(draft)),
    saved: () => {
      tell({ text: t('saved') });
      close();
    },
  });
  return (
    <FormDrawer title={number ? number.number : t('numbers-new')} form={form} close={close} act={t(number ? 'save' : 'create')}>
      {!number && <TextField field={form.field('/number')} label={t('numbers-number')} hint={t('numbers-number-hint')} placeholder="+34910000100" type="tel" first />}
      <TextField field={form.field('/label')} label={t('numbers-label')} hint={t('numbers-label-hint')} nullable first={number !== undefined} />
      <TargetField field={form.field('/extension')} />
    </FormDrawer>
  );
}

function useExtensionOptions(search: string, opened: boolean): PickOption[] | undefined {
  const api = useApi();
  const query = { limit: 30, ...(search ? { search } : {}) };
  const { data } = useQuery({
    queryKey: ['extensions', 'options', search],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/extensions', { params: { query }, signal })),
    enabled: opened,
  });
  const endpoints = useEndpointNames(data?.items.map(({ endpoint }) => endpoint) ?? []);
  return data?.items.map(({ id, number, endpoint }) => ({ value: id, label: number, detail: endpoints.get(endpoint)?.name ?? '' }));
}

function TargetField({ field }: { field: FieldState }) {
  const t = useTexts();
  const id = typeof field.value === 'string' ? field.value : '';
  const extension = useExtensionNames([id]).get(id);
  const endpoint = useEndpointNames([extension?.endpoint]).get(extension?.endpoint ?? '');
  const chosen = extension ? [extension.number, endpoint?.name].filter(Boolean).join(' · ') : '';
  return <PickField field={field} label={t('numbers-target')} hint={t('numbers-target-hint')} useOptions={useExtensionOptions} chosen={chosen} empty={t('assigned-no')} />;
}
