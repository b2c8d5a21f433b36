/** How the pages look to the people of this place: set at the left, seen in light and dark at the right before it is saved. */
import type { Branding } from '../../api/types';
import { useMay } from '../../api/place';
import { useMe } from '../../api/session';
import { PageForm, Section } from '../../forms/FormParts';
import { TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { PageHead } from '../../ui/Page';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonForm } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import { AccentField } from './AccentField';
import styles from './BrandingPage.module.css';
import { LogoField } from './LogoField';
import { Preview } from './Preview';
import { TextBox } from './TextBox';
import { type Draft, draftOf, useBranding, useBrandingActs } from './useBranding';

export default function BrandingPage() {
  const t = useTexts();
  const { data, error, refetch } = useBranding();
  const kind = useMe().data?.tenant.kind ?? 'customer';
  if (error && !data) return <ProblemState page problem={error} retry={() => void refetch()} />;
  return (
    <>
      <PageHead title={t('branding-title')} lead={t(`branding-lead-${kind}`)} />
      {data ? <BrandForm branding={data} /> : <SkeletonForm />}
    </>
  );
}

function BrandForm({ branding }: { branding: Branding }) {
  const t = useTexts();
  const tell = useTell();
  const writes = useMay()('branding.write');
  const { set } = useBrandingActs();
  const before = draftOf(branding.settings);
  const undo = () => {
    set(before).then(
      () => tell({ text: t('branding-undone') }),
      (problem) => tell({ text: problemText(t, problem), tone: 'trouble' }),
    );
  };
  const form = useForm<Draft, Branding>({
    initial: before,
    schema: 'BrandSettings',
    save: set,
    saved: () => tell({ text: t('saved'), action: { label: t('undo'), act: undo } }),
  });
  const { inherited } = branding;
  return (
    <div className={styles.sides}>
      <PageForm form={form} readOnly={!writes}>
        <Section title={t('branding-part-look')} lead={t('branding-part-look-lead')}>
          <TextField field={form.field('/product_name')} label={t('branding-name')} placeholder={inherited.product_name} nullable />
          <AccentField field={form.field('/accent')} inherited={inherited.colours?.chosen} />
          <LogoField field={form.field('/logo_light')} label={t('branding-logo-light')} shown={branding.brand.logo_light} preview="light" />
          <LogoField field={form.field('/logo_dark')} label={t('branding-logo-dark')} shown={branding.brand.logo_dark} preview="dark" />
        </Section>
        <Section title={t('branding-part-sign-in')} lead={t('branding-part-sign-in-lead')}>
          <TextBox field={form.field('/sign_in_text')} label={t('branding-text')} placeholder={inherited.sign_in_text ?? t('sign-in-lead')} />
          <TextField
            field={form.field('/host_name')}
            label={t('branding-host')}
            hint={t(branding.may_set_host ? 'branding-host-hint' : 'branding-host-fixed')}
            placeholder={branding.may_set_host ? 'voice.example.com' : t('branding-host-none')}
            disabled={!branding.may_set_host}
            wide
            nullable
          />
        </Section>
        <Section title={t('branding-part-mail')} lead={t('branding-part-mail-lead')}>
          <TextField field={form.field('/mail_name')} label={t('branding-mail-name')} placeholder={branding.sender?.name ?? branding.brand.product_name} nullable />
          <TextField field={form.field('/mail_address')} label={t('branding-mail-address')} placeholder={branding.sender?.address ?? 'voice@example.com'} type="email" nullable />
        </Section>
      </PageForm>
      <Preview draft={form.values} branding={branding} />
    </div>
  );
}
