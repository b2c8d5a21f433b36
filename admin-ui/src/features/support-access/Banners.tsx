/** Above the pages: that staff is inside by consent and for how long, and that staff asks the tenant for access. */
import { useEffect } from 'react';
import { Link, useLocation } from 'react-router';
import { useMay, usePlace } from '../../api/place';
import { ME, useMe } from '../../api/session';
import { useQueryClient } from '@tanstack/react-query';
import { useTexts } from '../../i18n/Language';
import { useNow } from '../../realtime/now';
import { Banner } from '../../ui/Banner';
import styles from './Banners.module.css';
import { leftText, staffText, useGrants } from './useSupport';

export default function Banners() {
  const { tenant } = usePlace();
  const { pathname } = useLocation();
  const me = useMe().data;
  const decides = useMay()('support_access.write') && tenant === undefined && me?.tenant.kind !== 'operator';
  if (me?.consent) return <Inside until={me.consent.until} changes={me.permissions.some((name) => name.endsWith('.write'))} />;
  // The page itself shows what is asked.
  return decides && pathname !== '/support-access' ? <Asked /> : null;
}

function Inside({ until, changes }: { until: string; changes: boolean }) {
  const t = useTexts();
  const nowSecs = useNow();
  const cache = useQueryClient();
  const over = Date.parse(until) / 1000 <= nowSecs;
  useEffect(() => {
    if (over) void cache.invalidateQueries({ queryKey: ME });
  }, [over, cache]);
  return (
    <Banner role="status" text={t(changes ? 'support-inside-change' : 'support-inside-see')}>
      <span className={styles.time}>{leftText(t, until, nowSecs)}</span>
    </Banner>
  );
}

function Asked() {
  const t = useTexts();
  const { path } = usePlace();
  const asked = useGrants().data?.filter(({ state }) => state === 'asked') ?? [];
  const [first] = asked;
  return (
    <div role="status">
      {first && (
        <Banner text={t('support-asks', { name: staffText(t, first) })}>
          <Link to={path('/support-access')} className={styles.link}>
            {t('support-answer')}
          </Link>
        </Banner>
      )}
    </div>
  );
}
