/** Letting support in unasked, and answering one who asked. */
import type { SupportGrant } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { GrantFields } from './GrantFields';
import styles from './SupportAccessPage.module.css';
import { type GrantDraft, staffText, useGrantActs } from './useSupport';

export function GiveDrawer({ close }: { close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const { give } = useGrantActs();
  const form = useForm<GrantDraft, SupportGrant>({
    initial: { access: 'see', hours: 8, reason: '' },
    schema: 'NewSupportGrant',
    save: give,
    saved: () => {
      tell({ text: t('support-given') });
      close();
    },
  });
  return (
    <FormDrawer title={t('support-give')} form={form} close={close} act={t('support-give-act')}>
      <p className={styles.about}>{t('support-give-lead')}</p>
      <TextField field={form.field('/reason')} label={t('support-reason')} hint={t('support-reason-hint')} first />
      <GrantFields form={form} />
    </FormDrawer>
  );
}

export function AcceptDrawer({ grant, close }: { grant: SupportGrant; close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const { accept } = useGrantActs();
  const form = useForm<Omit<GrantDraft, 'reason'>, SupportGrant>({
    initial: { access: grant.access, hours: grant.hours },
    schema: 'NewSupportGrant',
    save: (draft) => accept(grant.id, draft),
    saved: () => {
      tell({ text: t('support-given') });
      close();
    },
  });
  return (
    <FormDrawer title={t('support-accept-title', { name: grant.staff_name })} form={form} close={close} act={t('support-give-act')}>
      <p className={styles.about}>
        {staffText(t, grant)}: {grant.reason}
      </p>
      <GrantFields form={form} most={grant.access} />
    </FormDrawer>
  );
}
