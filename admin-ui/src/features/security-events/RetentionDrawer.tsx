/** How long security events are kept, in all companies. */
import type { SecurityRetention } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { NumberField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { useTell } from '../../ui/Toasts';
import { useSetRetention } from './useSecurityEvents';

export function RetentionDrawer({ retention, close }: { retention: SecurityRetention; close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const form = useForm<SecurityRetention, SecurityRetention>({
    initial: { keep_days: retention.keep_days },
    schema: 'SecurityRetention',
    save: useSetRetention(),
    saved: () => {
      tell({ text: t('saved') });
      close();
    },
  });
  return (
    <FormDrawer title={t('security-log-keep')} form={form} close={close} act={t('save')}>
      <NumberField field={form.field('/keep_days')} label={t('security-log-keep-days')} hint={t('security-log-keep-hint')} />
    </FormDrawer>
  );
}
