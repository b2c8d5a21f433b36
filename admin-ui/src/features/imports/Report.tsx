/** What was found in a file: its columns and what they are taken for, the rows that are wrong, and what to do. */
import type { ImportFacts, ImportField } from '../../api/types';
import { ApiProblem } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { type Texts, useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import styles from './ImportDrawer.module.css';

const FIELDS: readonly ImportField[] = [
  'user_name', 'first_name', 'last_name', 'email', 'role', 'password', 'extension', 'department', 'location', 'phone', 'address', 'postal_code',
  'city', 'region', 'country', 'time_zone', 'language',
];
/** Rows of the report that are on the page. */
const SHOWN = 100;

interface Properties {
  present: ImportFacts;
  goodAlone: boolean;
  setGoodAlone: (alone: boolean) => void;
  draw: boolean;
  setDraw: (draw: boolean) => void;
  setColumns: (columns: (ImportField | null)[]) => void;
}

const fieldName = (t: Texts, field: ImportField) => (field === 'extension' ? t('endpoints-number') : t(`users-${field.replaceAll('_', '-')}`));

export function Report({ present, goodAlone, setGoodAlone, draw, setDraw, setColumns }: Properties) {
  const t = useTexts();
  const { number } = useFormats();
  return (
    <>
      <p className={styles.lead}>{present.file}</p>
      {present.stage === 'cancelled' && <p className={styles.notice}>{t('imports-was-cancelled')}</p>}
      <dl className={styles.figures}>
        <Figure label={t('imports-rows')} value={number(present.rows)} />
        <Figure label={t('imports-good')} value={number(present.good)} tone="good" />
        <Figure label={t('imports-bad')} value={number(present.bad)} tone={present.bad > 0 ? 'bad' : 'good'} />
      </dl>
      <Mapping present={present} setColumns={setColumns} />
      {present.problems.length > 0 && <Problems present={present} />}
      <fieldset className={styles.choices}>
        <legend className={styles.heading}>{t('imports-how')}</legend>
        {present.bad > 0 && (
          <label>
            <input type="checkbox" checked={goodAlone} onChange={({ currentTarget }) => setGoodAlone(currentTarget.checked)} /> {t('imports-good-alone')}
          </label>
        )}
        <label>
          <input type="checkbox" checked={draw} onChange={({ currentTarget }) => setDraw(currentTarget.checked)} /> {t('imports-draw')}
        </label>
      </fieldset>
    </>
  );
}

function Figure({ label, value, tone }: { label: string; value: string; tone?: 'good' | 'bad' }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd data-tone={tone}>{value}</dd>
    </div>
  );
}

function Mapping({ present: { headings, columns, sample }, setColumns }: { present: ImportFacts; setColumns: Properties['setColumns'] }) {
  const t = useTexts();
  const change = (place: number, value: string) => {
    const field = value === '' ? null : (value as ImportField);
    // A field is one column's: chosen here, it leaves where it was.
    setColumns(columns.map((present, at) => (at === place ? field : present === field ? null : present)));
  };
  return (
    <details className={styles.part} open={!columns.includes('user_name')}>
      <summary className={styles.heading}>{t('imports-columns')}</summary>
      <p className={styles.lead}>{t('imports-columns-lead')}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('imports-column')}</th>
            <th scope="col">{t('imports-example')}</th>
            <th scope="col">{t('imports-field')}</th>
          </tr>
        </thead>
        <tbody>
          {headings.map((heading, place) => (
            <tr key={place}>
              <th scope="row">{heading || t('imports-no-heading')}</th>
              <td className={styles.quiet}>{sample[0]?.[place]}</td>
              <td>
                <select aria-label={t('imports-field-of', { heading })} value={columns[place] ?? ''} onChange={({ currentTarget }) => change(place, currentTarget.value)}>
                  <option value="">{t('imports-left-out')}</option>
                  {FIELDS.map((field) => (
                    <option key={field} value={field}>
                      {fieldName(t, field)}
                    </option>
                  ))}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Problems({ present: { problems } }: { present: ImportFacts }) {
  const t = useTexts();
  const more = problems.length - SHOWN;
  return (
    <section className={styles.part}>
      <h3 className={styles.heading}>{t('imports-problems')}</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('imports-row')}</th>
            <th scope="col">{t('imports-column')}</th>
            <th scope="col">{t('imports-value')}</th>
            <th scope="col">{t('imports-what')}</th>
          </tr>
        </thead>
        <tbody>
          {problems.slice(0, SHOWN).map(({ row, column, field, value, code, detail }) => (
            <tr key={`${row} ${field} ${code}`}>
              <td>{row}</td>
              <td>{column ?? (field ? fieldName(t, field) : '')}</td>
              <td className={styles.value}>{value}</td>
              <td>{problemText(t, new ApiProblem(422, code, { detail }))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className={styles.quiet}>{t('imports-more-problems', { count: more })}</p>}
    </section>
  );
}
