/** The fields that a new trunk and an old one share. */
import { RULES } from '../../api/rules.generated';
import { LinesField, NumberField, PasswordField, SelectField, SwitchField, TextField } from '../../forms/fields';
import type { Form } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import type { TrunkDraft } from './draft';

const optionsOf = (pointer: string): readonly string[] => RULES.NewTrunk?.[`/settings/${pointer}`]?.options ?? [];

/** Whether it registers, and as whom. */
export function RegistrationFields({ form, hasSecret }: { form: Form<TrunkDraft>; hasSecret: boolean }) {
  const t = useTexts();
  const registers = Boolean(form.values.settings.registration);
  const whether = {
    ...form.field('/settings/registration'),
    value: registers,
    error: undefined,
    set: (on: unknown) => form.set('/settings/registration', on ? { user: '', domain: null, expires_secs: 3600 } : null),
  };
  return (
    <>
      <SwitchField field={whether} label={t('trunks-registers')} hint={t('trunks-registers-hint')} wide />
      {registers && <TextField field={form.field('/settings/registration/user')} label={t('trunks-registration-user')} hint={t('trunks-registration-user-hint')} />}
      {registers && <TextField field={form.field('/settings/registration/domain')} label={t('trunks-registration-domain')} hint={t('trunks-first-gateway-hint')} nullable />}
      {registers && <NumberField field={form.field('/settings/registration/expires_secs')} label={t('trunks-expires')} suffix={t('unit-seconds')} />}
      <TextField field={form.field('/settings/auth_user')} label={t('trunks-auth-user')} hint={t('trunks-auth-user-hint')} nullable />
      <PasswordField field={form.field('/secret')} label={t('trunks-secret')} hint={t(hasSecret ? 'trunks-secret-set-hint' : 'trunks-secret-hint')} nullable />
    </>
  );
}

export function IncomingFields({ form }: { form: Form<TrunkDraft> }) {
  const t = useTexts();
  const transit = form.values.settings.dialling === 'transit';
  return (
    <>
      <LinesField field={form.field('/settings/sources')} label={t('trunks-sources')} hint={t('trunks-sources-hint')} placeholder="192.0.2.1" wide />
      <SelectField
        field={form.field('/settings/dialling')}
        label={t('trunks-dialling')}
        hint={t('trunks-dialling-hint')}
        options={optionsOf('dialling').map((value) => ({ value, label: t(`dialling-${value}`) }))}
      />
      {transit && (
        <SelectField
          field={form.field('/settings/class')}
          label={t('trunks-class')}
          options={optionsOf('class').map((value) => ({ value, label: t(`class-${value}`) }))}
        />
      )}
    </>
  );
}
