/** Where the text comes from: one that comes with the product, a file, or the keyboard. */
import { type DragEvent, useRef, useState } from 'react';
import field from '../../forms/Field.module.css';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { Panel } from '../../ui/Page';
import { useResellerNames } from '../resellers/useResellers';
import styles from './Blueprints.module.css';
import { ofReseller, SHIPPED } from './texts';

/** As much as the server takes. */
const MOST_BYTES = 8 * 1024 * 1024;

export function Editor({ text, write }: { text: string; write: (text: string) => void }) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const [tooBig, setTooBig] = useState(false);
  // The operator's blueprints name the reseller; a reseller's need not.
  const operator = useResellerNames() !== undefined;
  const read = (file: File | undefined) => {
    if (!file) return;
    setTooBig(file.size > MOST_BYTES);
    if (file.size <= MOST_BYTES) void file.text().then(write);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    read(event.dataTransfer.files[0]);
  };
  return (
    <Panel>
      <div className={styles.editor} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <div className={styles.sources}>
          <span className={styles.quiet}>{t('blueprints-begin')}</span>
          {SHIPPED.map(({ name, load }) => (
            <Button key={name} size="small" onClick={() => void load().then((shipped) => write(operator ? shipped : ofReseller(shipped, undefined)))}>
              {t(`blueprints-shipped-${name}`)}
            </Button>
          ))}
          <Button size="small" onClick={() => input.current?.click()}>
            {t('blueprints-upload')}
          </Button>
          <input
            ref={input}
            type="file"
            accept=".toml,application/toml,text/plain"
            hidden
            onChange={({ currentTarget }) => {
              read(currentTarget.files?.[0]);
              currentTarget.value = '';
            }}
          />
        </div>
        <p role="alert" className={styles.wrong}>
          {tooBig && t('blueprints-too-big')}
        </p>
        <textarea
          className={`${field.control} ${styles.text}`}
          aria-label={t('blueprints-text')}
          placeholder={t('blueprints-placeholder')}
          rows={16}
          spellCheck={false}
          value={text}
          onChange={({ currentTarget }) => write(currentTarget.value)}
        />
      </div>
    </Panel>
  );
}
