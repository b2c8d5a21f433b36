/** The first reseller: whose the tenants are. Who sells to nobody is the own one. */
import { useEffect, useRef } from 'react';
import type { ResellerFacts } from '../../api/types';
import { TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { NO_QUOTA, useResellerActs, useResellerNames } from '../resellers/useResellers';
import { shortName } from './naming';
import { NextButton, StepCard, StepForm, Ways } from './Parts';
import { type StepProperties, useSkip } from './SetupPage';
import styles from './SetupPage.module.css';
import { useSetupActs } from './useSetup';

interface Draft {
  title: string;
  name: string;
}

export function ResellerStep({ progress, go }: StepProperties) {
  const t = useTexts();
  const skip = useSkip('reseller', 'tenant', go);
  const names = useResellerNames();
  const chosen = progress.reseller_id && names?.get(progress.reseller_id);
  if (chosen) {
    return (
      <StepCard
        title={t('start-reseller-title')}
        lead={t('start-reseller-made', { title: chosen })}
        foot={<Ways next={<NextButton act={() => go('tenant')} />} />}
      >
        <p className={styles.words}>{t('start-reseller-more')}</p>
      </StepCard>
    );
  }
  return <NewReseller skip={skip} done={() => go('tenant')} others={names} />;
}

interface NewProperties {
  skip: () => void;
  done: () => void;
  /** Resellers that exist already, by id. */
  others: ReadonlyMap<string, string> | undefined;
}

function NewReseller({ skip, done, others }: NewProperties) {
  const t = useTexts();
  const { create } = useResellerActs();
  const { note } = useSetupActs();
  const form = useForm<Draft, ResellerFacts>({
    initial: { title: '', name: '' },
    schema: 'NewReseller',
    save: async ({ title, name }) => {
      const reseller = await create({ title, name, quota: NO_QUOTA });
      await note({ reseller: 'done', reseller_id: reseller.id });
      return reseller;
    },
    saved: done,
  });
  useProposedName(form);
  const take = (id: string) => void note({ reseller: 'done', reseller_id: id }).then(done, () => undefined);
  return (
    <StepForm
      title={t('start-reseller-title')}
      lead={t('start-reseller-lead')}
      form={form}
      act={t('start-reseller-create')}
      skip={skip}
    >
      {others && others.size > 0 && (
        <div className={styles.choices}>
          {[...others].map(([id, title]) => (
            <Button key={id} onClick={() => take(id)}>
              {t('start-reseller-take', { title })}
            </Button>
          ))}
        </div>
      )}
      <div className={styles.fields}>
        <TextField field={form.field('/title')} label={t('start-reseller-name')} hint={t('start-reseller-name-hint')} autoComplete="organization" first />
        <TextField field={form.field('/name')} label={t('resellers-short-name')} hint={t('tenants-short-name-hint')} />
      </div>
    </StepForm>
  );
}

interface Named {
  values: { title: string; name: string };
  set: (pointer: string, value: unknown) => void;
}

/** The short name follows the title until it was typed itself. */
export function useProposedName({ values, set }: Named): void {
  const { title, name } = values;
  const proposed = useRef('');
  useEffect(() => {
    const next = shortName(title);
    if (name !== proposed.current || name === next) return;
    proposed.current = next;
    set('/name', next);
  }, [title, name, set]);
}
