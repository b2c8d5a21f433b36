/** The first two phones: made here, set up by hand or by link, and seen to register. */
import { useMemo, useRef, useState } from 'react';
import { useTexts } from '../../i18n/Language';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { SkeletonRows } from '../../ui/Skeleton';
import { TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { drafts, type PhoneDraft } from './naming';
import { NextButton, StepCard, StepForm, Ways } from './Parts';
import type { InsideProperties } from './PhonesAndCall';
import { PhoneCard } from './PhoneCard';
import styles from './SetupPage.module.css';
import { useDigits, usePhoneActs, usePhones } from './usePhones';
import { useHomeNote } from './useHomeNote';

export function PhonesStep(properties: InsideProperties) {
  const t = useTexts();
  const { go, skip, secrets, keep } = properties;
  const { phones, error, again } = usePhones();
  const digits = useDigits();
  const note = useHomeNote();
  if (!phones || digits === undefined) {
    return (
      <StepCard title={t('start-phones-title')} lead={t('start-phones-lead')} foot={<Ways skip={skip} next={null} />}>
        <ProblemNotice problem={error} retry={again} />
        {!error && <SkeletonRows rows={3} />}
      </StepCard>
    );
  }
  if (phones.length < 2) return <NewPhones digits={digits} made={phones.length} {...properties} />;
  const all = phones.every(({ device }) => device);
  const next = () => {
    go('call');
    // Those that are set up later leave the step open.
    if (all) void note({ phones: 'done' });
  };
  return (
    <StepCard title={t('start-phones-title')} lead={t('start-phones-set-up')} foot={<Ways {...(all ? {} : { skip })} next={<NextButton act={next} />} />}>
      <div className={styles.phones}>
        {phones.map((phone) => (
          <PhoneCard key={phone.endpoint.id} phone={phone} secret={secrets[phone.endpoint.id]} keep={keep} />
        ))}
      </div>
    </StepCard>
  );
}

interface Draft {
  phones: PhoneDraft[];
}

function NewPhones({ digits, made, skip, keep }: InsideProperties & { digits: number; made: number }) {
  const t = useTexts();
  const { make, read } = usePhoneActs();
  // The list grows while they are made; the form goes on with what it began with.
  const [before] = useState(made);
  const ready = useRef(new Set<string>());
  const initial = useMemo(() => ({ phones: drafts(digits).slice(before) }), [digits, before]);
  const form = useForm<Draft, void>({
    initial,
    schema: 'NewExtension',
    save: async ({ phones }) => {
      try {
        for (const phone of phones.filter(({ number }) => !ready.current.has(number))) {
          keep(...(await make(phone)));
          ready.current.add(phone.number);
        }
      } finally {
        await read();
      }
    },
    check: ({ phones }, say) =>
      Object.fromEntries(
        phones.flatMap(({ number, first_name }, place) => [
          [`/phones/${place}/number`, new RegExp(`^\\d{${digits}}$`).test(number) ? undefined : say('problem-extensions-digits')],
          [`/phones/${place}/first_name`, first_name.trim() ? undefined : say('rule-required')],
        ]),
      ),
  });
  return (
    <StepForm
      title={t('start-phones-title')}
      lead={t('start-phones-lead')}
      form={form}
      act={t('start-phones-create')}
      skip={skip}
    >
      {form.values.phones.map((_, place) => (
        <fieldset key={place} className={styles.group}>
          <legend className={styles.legend}>{t('start-phone', { place: place + 1 + before })}</legend>
          <div className={styles.fields}>
            <TextField field={form.field(`/phones/${place}/first_name`)} label={t('users-first-name')} first={place === 0} />
            <TextField field={form.field(`/phones/${place}/last_name`)} label={t('users-last-name')} />
            <TextField field={form.field(`/phones/${place}/number`)} label={t('endpoints-number')} hint={t('endpoints-number-hint')} />
          </div>
        </fieldset>
      ))}
    </StepForm>
  );
}
