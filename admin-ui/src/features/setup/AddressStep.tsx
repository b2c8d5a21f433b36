/** Where phones find the installation, and what stands in their way. */
import type { InstallationAddress } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Facts } from '../../ui/Page';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { type Level, Remark, Remarks } from '../../ui/Remarks';
import { SkeletonRows } from '../../ui/Skeleton';
import { NextButton, StepCard, Ways } from './Parts';
import styles from './SetupPage.module.css';
import { type StepProperties, useSkip } from './SetupPage';
import { serverOf, useAddress, useSetupActs } from './useSetup';

export function AddressStep({ go }: StepProperties) {
  const t = useTexts();
  const { data, error, refetch } = useAddress();
  const { note } = useSetupActs();
  const skip = useSkip('address', 'reseller', go);
  const next = () => {
    go('reseller');
    void note({ address: 'done' }).catch(() => undefined);
  };
  return (
    <StepCard
      title={t('start-address-title')}
      lead={t('start-address-lead')}
      foot={<Ways skip={skip} next={<NextButton act={next} />} />}
    >
      <ProblemNotice problem={error} retry={() => void refetch()} />
      {data ? <Address address={data} /> : !error && <SkeletonRows rows={4} />}
    </StepCard>
  );
}

function Address({ address }: { address: InstallationAddress }) {
  const t = useTexts();
  const doors = address.transports.map(({ transport, port }) => `${transport.toUpperCase()} ${port}`).join(' · ');
  return (
    <>
      <div className={styles.flat}>
        <Facts
          facts={[
            [t('start-server'), serverOf(address, window.location.hostname)],
            [t('start-transports'), doors],
            [t('start-media-ports'), `UDP ${address.media_first}–${address.media_last}`],
            [t('start-addresses'), address.addresses.join(', ')],
          ]}
        />
      </div>
      <Remarks label={t('start-remarks')}>
        {address.remarks.map(({ level, code, texts }) => {
          const key = `reach-${code.replaceAll('_', '-')}`;
          return (
            <Remark key={code} level={level as Level} advice={t.has(`${key}-advice`) ? t(`${key}-advice`, texts) : undefined}>
              {t(key, texts)}
            </Remark>
          );
        })}
      </Remarks>
    </>
  );
}
