/** What only somebody signed in sees: the frame around the pages, and the event socket beneath them. */
import { Suspense, useCallback, useEffect, useState } from 'react';
import { Navigate, Outlet, useLocation, useParams } from 'react-router';
import { PlaceOf } from '../api/place';
import { useMe } from '../api/session';
import { useWornBrand } from './brand';
import { useLanguage } from '../i18n/Language';
import { withTexts } from '../i18n/withTexts';
import { Live, useConnection } from '../realtime/Live';
import { Confirm } from '../ui/Confirm';
import { ProblemState } from '../ui/ProblemNotice';
import { Toasts } from '../ui/Toasts';
import { Waiting } from '../ui/Waiting';
import { Frame } from './Frame';
import { LeaveGuard } from './LeaveGuard';
import { SessionEnded } from './SessionEnded';
import { Suspended } from './Suspended';

const AccessNeeded = withTexts(['support-access'], () => import('../features/support-access/AccessNeeded'));
const EnrolPage = withTexts(['account'], () => import('../features/account/EnrolPage'));

export default function Inside() {
  const { place } = useParams();
  const [ended, setEnded] = useState(false);
  const onEnded = useCallback(() => setEnded(true), []);
  return (
    <Toasts>
      <Confirm>
        <PlaceOf key={place ?? 'home'} tenant={place} onEnded={onEnded}>
          <SignedIn place={place} ended={ended} onEnded={onEnded} back={() => setEnded(false)} />
        </PlaceOf>
      </Confirm>
    </Toasts>
  );
}

interface Properties {
  place: string | undefined;
  ended: boolean;
  onEnded: () => void;
  back: () => void;
}

function SignedIn({ place, ended, onEnded, back }: Properties) {
  const me = useMe();
  const { pathname, search } = useLocation();
  const { suggest } = useLanguage();
  const own = me.data?.user.language;
  const { refetch } = me;
  useEffect(() => {
    if (own) suggest(own);
  }, [own, suggest]);
  const enter = useCallback(() => void refetch(), [refetch]);
  if (me.data?.second_factor_needed) {
    return (
      <Suspense fallback={<Waiting />}>
        <EnrolPage me={me.data} />
      </Suspense>
    );
  }
  // While the tenant does not consent, or does so no more, nothing of it is shown.
  if (place && me.error?.code.startsWith('support_access.')) {
    return (
      <Suspense fallback={<Waiting />}>
        <AccessNeeded tenant={place} enter={enter} onEnded={onEnded} />
      </Suspense>
    );
  }
  if (me.data) {
    return (
      <Live tenant={place} onEnded={onEnded}>
        <Worn home={me.data.home.name} />
        {me.data.home.state === 'suspended' ? (
          <Suspended me={me.data} />
        ) : (
          <Frame me={me.data}>
            <Suspense fallback={<Waiting />}>
              <Outlet />
            </Suspense>
          </Frame>
        )}
        <LeaveGuard />
        {ended && <Return me={me.data} back={back} />}
      </Live>
    );
  }
  if (me.error?.endsSession) return <Navigate to="/sign-in" replace state={{ from: pathname + search }} />;
  if (me.error) return <ProblemState page problem={me.error} retry={() => void me.refetch()} />;
  return <Waiting />;
}

/** The pages wear the brand of the person's own home, wherever staff steps down to. */
function Worn({ home }: { home: string }) {
  useWornBrand(home);
  return null;
}

/** Who signs out ends the session too, and is gone before this is worth a word. */
const A_MOMENT_MS = 400;

/** The pages stay as they are beneath, with all that was typed. */
function Return({ me, back }: { me: NonNullable<ReturnType<typeof useMe>['data']>; back: () => void }) {
  const { retry } = useConnection();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), A_MOMENT_MS);
    return () => clearTimeout(timer);
  }, []);
  const returned = useCallback(() => {
    back();
    retry();
  }, [back, retry]);
  return shown && <SessionEnded me={me} back={returned} />;
}
