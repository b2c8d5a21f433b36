/** The file to take in: dropped here or chosen, and the templates to fill in. */
import { type DragEvent, useRef, useState } from 'react';
import { useLanguage, useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { DownloadIcon, UploadIcon } from '../../ui/icons';
import styles from './ImportDrawer.module.css';

interface Properties {
  busy: boolean;
  send: (file: File) => void;
  template: (format: 'xlsx' | 'csv', language: 'en' | 'es') => void;
}

export function ChooseFile({ busy, send, template }: Properties) {
  const t = useTexts();
  const { language } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) send(file);
  };
  const hover = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <>
      <p className={styles.lead}>{t('imports-lead')}</p>
      <div className={styles.drop} data-over={over} onDragOver={hover} onDragLeave={() => setOver(false)} onDrop={dropped}>
        <UploadIcon size={28} />
        <p>{t('imports-drop')}</p>
        <Button look="primary" busy={busy} data-first onClick={() => input.current?.click()}>
          {t('imports-choose')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t('imports-choose')}
          accept=".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={({ currentTarget: { files } }) => files?.[0] && send(files[0])}
        />
        <p className={styles.quiet}>{t('imports-bounds')}</p>
      </div>
      <h3 className={styles.heading}>{t('imports-template')}</h3>
      <p className={styles.lead}>{t('imports-template-lead')}</p>
      <div className={styles.row}>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button key={format} icon={DownloadIcon} disabled={busy} onClick={() => template(format, language === 'es' ? 'es' : 'en')}>
            {t(`imports-template-${format}`)}
          </Button>
        ))}
      </div>
    </>
  );
}
