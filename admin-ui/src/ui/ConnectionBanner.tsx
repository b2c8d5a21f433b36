/** Says that the connection is lost and what happens about it. A break of a moment is not worth a word. */
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/Language';
import { useConnection } from '../realtime/Live';
import { useNow } from '../realtime/now';
import { Banner } from './Banner';
import styles from './ConnectionBanner.module.css';

const A_MOMENT_MS = 1200;

export function ConnectionBanner() {
  const { connection } = useConnection();
  const [shown, setShown] = useState(false);
  const wasLive = useRef(false);
  useEffect(() => {
    if (connection.state === 'live') {
      wasLive.current = true;
      setShown(false);
      return;
    }
    if (!wasLive.current && connection.state === 'connecting') return;
    const timer = setTimeout(() => setShown(true), A_MOMENT_MS);
    return () => clearTimeout(timer);
  }, [connection]);
  return <div aria-live="polite">{shown && <Words />}</div>;
}

function Words() {
  const t = useTexts();
  const { connection, retry } = useConnection();
  useNow();
  const waits = connection.state === 'waiting';
  const secs = waits ? Math.max(1, Math.ceil((connection.until - Date.now()) / 1000)) : 0;
  return (
    <Banner text={t('connection-lost')}>
      {/* The countdown is for the eye: read aloud each second it would drown everything else. */}
      <span className={styles.next} aria-hidden="true">
        {waits ? t('connection-retry-in', { secs }) : t('connection-retrying')}
      </span>
      <button type="button" className={styles.now} disabled={!waits} onClick={retry}>
        {t('connection-retry-now')}
      </button>
    </Banner>
  );
}
