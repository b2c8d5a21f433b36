/** Where one arrives, and where nothing is. */
import { Navigate } from 'react-router';
import { usePlace } from '../api/place';
import { useMe } from '../api/session';
import { useTexts } from '../i18n/Language';
import { EmptyState } from '../ui/EmptyState';
import { usePageTitle } from '../ui/usePageTitle';
import { shownTo } from './features';

export function FirstPage() {
  const { path } = usePlace();
  const me = useMe().data;
  const first = me && shownTo(me)[0];
  return <Navigate to={path(first?.path ?? '/account')} replace />;
}

export function NotFound() {
  const t = useTexts();
  usePageTitle(t('not-found-title'));
  return <EmptyState page title={t('not-found-title')} lead={t('not-found-lead')} />;
}
