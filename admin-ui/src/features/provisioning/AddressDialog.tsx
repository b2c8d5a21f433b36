/** The address that a desk phone fetches its files from, shown once, and where to type it. */
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { CopyLine } from '../../ui/CopyLine';
import { Dialog } from '../../ui/Dialog';
import styles from './Provisioning.module.css';
import type { AddressedPhone } from './useProvisioning';

export function AddressDialog({ phone, close }: { phone: AddressedPhone; close: () => void }) {
  const t = useTexts();
  return (
    <Dialog
      opened
      close={close}
      title={t('desk-phones-address-title', { name: phone.name || phone.mac })}
      foot={
        <Button look="primary" data-first onClick={close}>
          {t('done')}
        </Button>
      }
    >
      <div className={styles.address}>
        <p className={styles.once}>{t('desk-phones-address-once')}</p>
        <CopyLine label={t('desk-phones-address')} value={phone.url} />
        <h3>{t('desk-phones-where', { vendor: t(`vendor-${phone.vendor}`) })}</h3>
        <ol className={styles.steps}>
          <li>{t(`menu-${phone.vendor}`)}</li>
          <li>{t('menu-type')}</li>
          <li>{t('menu-restart')}</li>
        </ol>
      </div>
    </Dialog>
  );
}
