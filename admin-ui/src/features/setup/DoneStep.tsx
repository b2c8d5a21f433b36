/** What was set up, and where to go on. It is printed as it stands. */
import { useMe } from '../../api/session';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Button, LinkButton } from '../../ui/Button';
import { Facts } from '../../ui/Page';
import { useResellerNames } from '../resellers/useResellers';
import { useTenant } from '../tenants/useTenants';
import { StepCard } from './Parts';
import type { StepProperties } from './SetupPage';
import styles from './SetupPage.module.css';
import { firstOpen, serverOf, STEPS, useAddress } from './useSetup';

export function DoneStep({ progress, go }: StepProperties) {
  const t = useTexts();
  const open = STEPS.filter((step) => progress[step] !== 'done');
  return (
    <StepCard
      title={t(firstOpen(progress) === 'done' ? 'start-done-title' : 'start-done-not-yet')}
      lead={t('start-done-lead')}
      foot={<Button onClick={() => window.print()}>{t('start-print')}</Button>}
    >
      <Summary progress={progress} />
      {progress.tenant_id && <Onward id={progress.tenant_id} />}
      {open.length > 0 && (
        <section className={styles.onward}>
          <h3 className={styles.legend}>{t('start-left')}</h3>
          <div className={styles.choices}>
            {open.map((step) => (
              <Button key={step} size="small" onClick={() => go(step)}>
                {t(`start-step-${step}`)}
              </Button>
            ))}
          </div>
        </section>
      )}
    </StepCard>
  );
}

function Summary({ progress }: Pick<StepProperties, 'progress'>) {
  const t = useTexts();
  const { exact } = useFormats();
  const me = useMe().data;
  const names = useResellerNames();
  const address = useAddress().data;
  const doors = address?.transports.map(({ transport, port }) => `${transport.toUpperCase()} ${port}`).join(' · ');
  return (
    <div className={`${styles.flat} ${styles.summary}`}>
      <Facts
        facts={[
          [t('start-step-account'), me?.user.user_name],
          [t('start-server'), serverOf(address, window.location.hostname)],
          [t('start-transports'), doors],
          [t('start-step-reseller'), names?.get(progress.reseller_id ?? '')],
          ...(progress.tenant_id ? [] : [[t('start-step-tenant'), undefined] as const]),
          [t('start-printed'), exact(new Date().toISOString())],
        ]}
      />
      {progress.tenant_id && <TenantFactsOf id={progress.tenant_id} />}
    </div>
  );
}

function TenantFactsOf({ id }: { id: string }) {
  const t = useTexts();
  const { data } = useTenant(id);
  return (
    <Facts
      facts={[
        [t('start-step-tenant'), data?.title],
        [t('tenants-domain'), data?.domain],
        [t('start-pages'), data && `${window.location.origin}/t/${data.name}`],
      ]}
    />
  );
}

/** The pages of the first tenant where most go next. */
function Onward({ id }: { id: string }) {
  const t = useTexts();
  const at = (page: string) => `/at/${id}${page}`;
  return (
    <section className={styles.onward}>
      <h3 className={styles.legend}>{t('start-onward')}</h3>
      <div className={styles.choices}>
        <LinkButton to={at('/users?new=1')}>{t('start-invite')}</LinkButton>
        <LinkButton to={at('/extensions')}>{t('endpoints-title')}</LinkButton>
        <LinkButton to={at('/trunks?new=1')}>{t('start-add-trunk')}</LinkButton>
        <LinkButton to={at('/numbers?new=1')}>{t('start-add-numbers')}</LinkButton>
      </div>
    </section>
  );
}
