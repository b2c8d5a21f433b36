/** Whose extension it is, picked from the tenant's users. */
import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/client';
import { useUserNames } from '../../api/lookup';
import { useApi } from '../../api/place';
import { PickField, type PickOption } from '../../forms/PickField';
import type { FieldState } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { personName } from '../users/names';

function useUserOptions(search: string, opened: boolean): PickOption[] | undefined {
  const api = useApi();
  const query = { limit: 30, ...(search ? { search } : {}) };
  const { data } = useQuery({
    queryKey: ['users', 'options', search],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/users', { params: { query }, signal })),
    enabled: opened,
  });
  return data?.items.map((user) => ({ value: user.id, label: personName(user), detail: user.user_name }));
}

export function OwnerField({ field }: { field: FieldState }) {
  const t = useTexts();
  const id = typeof field.value === 'string' ? field.value : undefined;
  const owner = useUserNames([id]).get(id ?? '');
  return (
    <PickField field={field} label={t('endpoints-owner')} hint={t('endpoints-owner-hint')} useOptions={useUserOptions} chosen={owner ? personName(owner) : ''} empty={t('endpoints-nobody')} />
  );
}
