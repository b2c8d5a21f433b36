/** An outbound route: what it applies to, how the number is rewritten, and over which trunks it goes. */
import { useQuery } from '@tanstack/react-query';
import { answered } from '../../api/client';
import { useApi } from '../../api/place';
import { RULES } from '../../api/rules.generated';
import type { OutboundRoute } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { LinesField, NumberField, SelectField, SwitchField, TextField } from '../../forms/fields';
import { OrderField } from '../../forms/OrderField';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { draftOf, type RouteDraft, useRouteActs } from './useRoutes';

const CLASSES = RULES.NewRoute?.['/class']?.options ?? [];

export function RouteDrawer({ route, close }: { route: OutboundRoute | undefined; close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const { create, change } = useRouteActs();
  const trunks = useTrunkOptions();
  const form = useForm<RouteDraft, OutboundRoute>({
    initial: draftOf(route),
    schema: 'NewRoute',
    save: (draft) => (route ? change(route.id, draft) : create(draft)),
    saved: () => {
      tell({ text: t('saved') });
      close();
    },
    check: ({ patterns, trunks: chosen }, say) => ({
      '/patterns': patterns.some((line) => line.trim()) ? undefined : say('rule-required'),
      '/trunks': chosen.length > 0 ? undefined : say('problem-outbound_routes-trunks'),
    }),
  });
  return (
    <FormDrawer title={route ? route.name : t('routes-new')} form={form} close={close} act={t(route ? 'save' : 'create')}>
      <TextField field={form.field('/name')} label={t('routes-name')} hint={t('routes-name-hint')} first />
      <LinesField field={form.field('/patterns')} label={t('routes-patterns')} hint={t('routes-patterns-hint')} placeholder="+34[67]XXXXXXXX" />
      <OrderField field={form.field('/trunks')} label={t('routes-trunks')} hint={t('routes-trunks-hint')} options={trunks} />
      <NumberField field={form.field('/position')} label={t('routes-position')} hint={t('routes-position-hint')} placeholder={t('routes-position-last')} nullable />
      <NumberField field={form.field('/strip')} label={t('routes-strip')} hint={t('routes-strip-hint')} />
      <TextField field={form.field('/prepend')} label={t('routes-prepend')} hint={t('routes-prepend-hint')} />
      <SelectField
        field={form.field('/class')}
        label={t('routes-class')}
        hint={t('routes-class-hint')}
        empty={t('routes-class-by-number')}
        options={CLASSES.map((value) => ({ value, label: t(`class-${value}`) }))}
      />
      <SwitchField field={form.field('/enabled')} label={t('routes-enabled')} />
    </FormDrawer>
  );
}

function useTrunkOptions() {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['trunks', 'names'],
    queryFn: () => answered(api.GET('/api/v1/trunks', { params: { query: { limit: 500 } } })),
  });
  return data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
}
