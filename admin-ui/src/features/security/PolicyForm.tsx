/** Of whom a second step is demanded. */
import { useMay } from '../../api/place';
import type { SignInPolicy } from '../../api/types';
import { PageForm, Section } from '../../forms/FormParts';
import { SelectField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { ProblemState } from '../../ui/ProblemNotice';
import { SkeletonForm } from '../../ui/Skeleton';
import { useTell } from '../../ui/Toasts';
import styles from './PolicyForm.module.css';
import { usePolicy } from './useKeys';

const DEMANDS = ['nobody', 'administrators', 'everybody'] as const;

export function PolicyForm() {
  const { read, set } = usePolicy();
  if (read.error && !read.data) return <ProblemState problem={read.error} retry={() => void read.refetch()} />;
  return read.data ? <Form policy={read.data} set={set} /> : <SkeletonForm />;
}

function Form({ policy, set }: { policy: SignInPolicy; set: (policy: SignInPolicy) => Promise<SignInPolicy> }) {
  const t = useTexts();
  const tell = useTell();
  const may = useMay();
  const form = useForm<SignInPolicy, SignInPolicy>({ initial: policy, schema: 'SignInPolicy', save: set, saved: () => tell({ text: t('saved') }) });
  const stricter = DEMANDS.indexOf(form.values.second_factor) > DEMANDS.indexOf(policy.second_factor);
  return (
    <PageForm form={form} readOnly={!may('sign_in_policy.write')}>
      <Section title={t('policy-factor')} lead={t('policy-factor-lead')}>
        <SelectField field={form.field('/second_factor')} label={t('policy-factor-of')} options={DEMANDS.map((value) => ({ value, label: t(`policy-of-${value}`) }))} />
        {stricter && (
          <p className={styles.warning} role="status">
            {t('policy-stricter')}
          </p>
        )}
      </Section>
    </PageForm>
  );
}
