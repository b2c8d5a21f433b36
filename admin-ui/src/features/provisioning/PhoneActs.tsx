/** How far a desk phone is, and what can be done about it: fetch again, another address, its own password. */
import { useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Button } from '../../ui/Button';
import { useConfirm } from '../../ui/Confirm';
import { CopyLine } from '../../ui/CopyLine';
import { KeyIcon, DownloadIcon, EyeIcon } from '../../ui/icons';
import { Facts } from '../../ui/Page';
import { useTell } from '../../ui/Toasts';
import { PhoneState } from './DevicesPage';
import styles from './Provisioning.module.css';
import { type AddressedPhone, type DeskPhone, useProvisioningActs } from './useProvisioning';

interface Properties {
  phone: DeskPhone;
  addressed: (phone: AddressedPhone) => void;
  close: () => void;
}

export function PhoneActs({ phone, addressed, close }: Properties) {
  const t = useTexts();
  const { dateTime } = useFormats();
  const tell = useTell();
  const ask = useConfirm();
  const { resync, drawAddress, showPassword } = useProvisioningActs();
  const [password, setPassword] = useState<string>();
  const trouble = (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' });
  const fetch = () => void resync(phone.id).then(() => tell({ text: t('desk-phones-resynced') }), trouble);
  const draw = async () => {
    if (!(await ask({ title: t('desk-phones-draw-title'), lead: t('desk-phones-draw-lead'), act: t('desk-phones-draw'), danger: true }))) return;
    drawAddress(phone.id).then((drawn) => {
      close();
      addressed(drawn);
    }, trouble);
  };
  const { fetched } = phone;
  const asked = fetched && `${dateTime(fetched.at)} · ${fetched.file} · ${t(`fetch-${fetched.outcome.replaceAll('_', '-')}`)}`;
  return (
    <section className={styles.acts} aria-label={t('desk-phones-state')}>
      <Facts
        inDrawer
        facts={[
          [t('desk-phones-state'), <PhoneState key="state" phone={phone} />],
          [t('desk-phones-mac'), <code key="mac">{phone.mac}</code>],
          [t('desk-phones-asked'), asked],
          [t('desk-phones-from'), fetched && [fetched.address, fetched.agent].filter(Boolean).join(' · ')],
          [t('desk-phones-agent'), phone.agent],
        ]}
      />
      <div className={styles.buttons}>
        <Button size="small" icon={DownloadIcon} onClick={fetch} disabled={phone.state !== 'registered'}>
          {t('desk-phones-resync')}
        </Button>
        <Button size="small" icon={KeyIcon} onClick={() => void draw()}>
          {t('desk-phones-draw')}
        </Button>
        {password === undefined && (
          <Button size="small" icon={EyeIcon} onClick={() => void showPassword(phone.id).then((shown) => setPassword(shown.password), trouble)}>
            {t('desk-phones-password')}
          </Button>
        )}
      </div>
      {password !== undefined && <CopyLine label={t('desk-phones-password-of', { user: 'admin' })} value={password} />}
    </section>
  );
}
