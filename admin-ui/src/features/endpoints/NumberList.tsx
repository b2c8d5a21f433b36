/** The internal numbers that ring an endpoint. Removing one can be taken back. */
import { type FormEvent, useState } from 'react';
import type { ApiProblem } from '../../api/client';
import { useMay } from '../../api/place';
import type { Endpoint, Extension } from '../../api/types';
import { Field, tied } from '../../forms/Field';
import field from '../../forms/Field.module.css';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Button, IconButton } from '../../ui/Button';
import { PlusIcon, TrashIcon } from '../../ui/icons';
import { Panel } from '../../ui/Page';
import { useTell } from '../../ui/Toasts';
import styles from './NumberList.module.css';
import { useEndpointActs, useEndpointExtensions } from './useEndpoints';

export function NumberList({ endpoint }: { endpoint: Endpoint }) {
  const t = useTexts();
  const may = useMay();
  const extensions = useEndpointExtensions(endpoint.id).data?.items;
  if (!may('extensions.read')) return null;
  return (
    <Panel label={t('endpoints-numbers')}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t('endpoints-numbers')}</h2>
        <p className={styles.lead}>{t('endpoints-numbers-lead')}</p>
      </div>
      <ul className={styles.list}>
        {extensions?.map((extension) => (
          <li key={extension.id} className={styles.entry}>
            <span className={styles.number}>{extension.number}</span>
            {may('extensions.write') && <Remove extension={extension} />}
          </li>
        ))}
        {extensions?.length === 0 && <li className={styles.none}>{t('endpoints-numbers-none')}</li>}
      </ul>
      {may('extensions.write') && <Add endpoint={endpoint} />}
    </Panel>
  );
}

function Remove({ extension }: { extension: Extension }) {
  const t = useTexts();
  const tell = useTell();
  const { addExtension, removeExtension } = useEndpointActs();
  const { number, endpoint } = extension;
  const trouble = (problem: ApiProblem) => tell({ text: problemText(t, problem), tone: 'trouble' });
  const back = () => void addExtension(number, endpoint).catch(trouble);
  const act = () =>
    removeExtension(extension.id).then(() => tell({ text: t('endpoints-number-removed', { number }), action: { label: t('undo'), act: back } }), trouble);
  return <IconButton icon={TrashIcon} label={t('endpoints-number-remove', { number })} data-hint={t('delete')} data-side="left" onClick={() => void act()} />;
}

function Add({ endpoint }: { endpoint: Endpoint }) {
  const t = useTexts();
  const { addExtension } = useEndpointActs();
  const [number, setNumber] = useState('');
  const [problem, setProblem] = useState<ApiProblem>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!number.trim()) return;
    addExtension(number.trim(), endpoint.id).then(() => setNumber(''), setProblem);
  };
  const error = problem && problemText(t, problem);
  return (
    <form className={styles.add} onSubmit={submit} noValidate>
      <Field id="add-number" label={t('endpoints-number-add')} error={error}>
        <div className={field.suffixed}>
          <input
            {...tied('add-number', undefined, error, false)}
            className={`${field.control} ${field.figure}`}
            inputMode="numeric"
            autoComplete="off"
            value={number}
            onChange={({ currentTarget }) => {
              setNumber(currentTarget.value);
              setProblem(undefined);
            }}
          />
          <Button type="submit" icon={PlusIcon}>
            {t('add')}
          </Button>
        </div>
      </Field>
    </form>
  );
}
