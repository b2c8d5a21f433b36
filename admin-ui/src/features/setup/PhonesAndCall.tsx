/** The two steps that stand inside the first tenant: its own client, cache and event socket are around them. */
import { useCallback, useState } from 'react';
import { PlaceOf } from '../../api/place';
import { useTexts } from '../../i18n/Language';
import { Live } from '../../realtime/Live';
import { CallStep } from './CallStep';
import { NextButton, StepCard, Ways } from './Parts';
import { PhonesStep } from './PhonesStep';
import { type StepProperties, useSkip } from './SetupPage';
import styles from './SetupPage.module.css';

export interface InsideProperties extends StepProperties {
  tenant: string;
  /** SIP passwords drawn in this visit, by endpoint: the server shows each once. */
  secrets: Readonly<Record<string, string>>;
  keep: (endpoint: string, secret: string) => void;
  /** The ways on work outside of the tenant. */
  skip: () => void;
}

export function PhonesAndCall({ place, progress, go }: StepProperties & { place: 'phones' | 'call' }) {
  const t = useTexts();
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const keep = useCallback((endpoint: string, secret: string) => setSecrets((before) => ({ ...before, [endpoint]: secret })), []);
  const skipPhones = useSkip('phones', 'call', go);
  const skipCall = useSkip('call', 'done', go);
  const skip = place === 'phones' ? skipPhones : skipCall;
  const tenant = progress.tenant_id;
  if (!tenant) {
    return (
      <StepCard
        title={t(`start-${place}-title`)}
        lead={t('start-phones-nobodys')}
        foot={<Ways skip={skip} next={<NextButton act={() => go('tenant')} label={t('start-phones-to-tenant')} />} />}
      >
        <p className={styles.words}>{t('start-tenant-lead')}</p>
      </StepCard>
    );
  }
  const Step = place === 'phones' ? PhonesStep : CallStep;
  return (
    <Inside key={tenant} tenant={tenant}>
      <Step progress={progress} go={go} tenant={tenant} secrets={secrets} keep={keep} skip={skip} />
    </Inside>
  );
}

/** The page around has a socket of its own, and it says when the session has ended. */
function Inside({ tenant, children }: { tenant: string; children: React.ReactNode }) {
  const quiet = useCallback(() => undefined, []);
  return (
    <PlaceOf tenant={tenant} onEnded={quiet}>
      <Live tenant={tenant} onEnded={quiet}>
        {children}
      </Live>
    </PlaceOf>
  );
}
