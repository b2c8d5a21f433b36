/** The pages and beginnings that the palette offers to this person here. */
import { useMe } from '../api/session';
import { useMay } from '../api/place';
import { shownTo } from '../app/features';
import { matching } from '../forms/matching';
import { useTexts } from '../i18n/Language';
import { PersonIcon, PlusIcon } from '../ui/icons';
import type { Entry } from './Palette';

export function useActs(words: string): Entry[] {
  const t = useTexts();
  const me = useMe().data;
  const may = useMay();
  if (!me) return [];
  const pages = shownTo(me).flatMap((feature): Entry[] => {
    const page = { key: feature.path, label: t(feature.title), icon: feature.icon, to: feature.path };
    const { create } = feature;
    const fits = create && may(create.permission) && (create.kinds ?? feature.kinds).includes(me.tenant.kind);
    return fits ? [page, { key: `${feature.path}+`, label: t(create.title), icon: PlusIcon, to: `${feature.path}?new=1` }] : [page];
  });
  const all = [...pages, { key: 'account', label: t('account-title'), icon: PersonIcon, to: '/account' }];
  const found = matching(
    all.map(({ key, label }) => ({ value: key, label })),
    words,
  );
  return found.flatMap(({ value }) => all.filter(({ key }) => key === value));
}
