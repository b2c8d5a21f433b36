/** What only somebody signed in sees: the frame around the pages, and the event socket beneath them. */
import { Suspense, useCallback, useEffect } from 'react';
import { Navigate, Outlet, useLocation, useNavigate } from 'react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useMe } from '../api/session';
import { useLanguage, useTexts } from '../i18n/Language';
import { problemText } from '../i18n/problem';
import { Live } from '../realtime/Live';
import { EmptyState } from '../ui/EmptyState';
import { Waiting } from '../ui/Waiting';
import { Frame } from './Frame';

export default function Inside() {
  const t = useTexts();
  const me = useMe();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const ended = useCallback(() => {
    cache.clear();
    navigate('/sign-in', { replace: true, state: { ended: true } });
  }, [cache, navigate]);

  const { suggest } = useLanguage();
  const own = me.data?.user.language;
  useEffect(() => {
    if (own) suggest(own);
  }, [own, suggest]);

  // A 401 anywhere means that the session is over.
  useEffect(
    () =>
      cache.getQueryCache().subscribe(({ query }) => {
        const error = query.state.error as { status?: number } | null;
        if (error?.status === 401 && query.queryKey[0] !== 'me') ended();
      }),
    [cache, ended],
  );

  if (me.isPending) return <Waiting />;
  if (me.error?.status === 401) return <Navigate to="/sign-in" replace state={{ from: pathname }} />;
  if (me.error) {
    return <EmptyState title={problemText(t, me.error)} action={{ label: t('try-again'), act: () => void me.refetch() }} />;
  }
  return (
    <Live onEnded={ended}>
      <Frame me={me.data}>
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </Frame>
    </Live>
  );
}
