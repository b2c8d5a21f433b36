/** Recovery codes, shown this once: to be copied or kept as a file before going on. */
import { useState } from 'react';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { CheckIcon, CopyIcon, DownloadIcon } from '../../ui/icons';
import styles from './RecoveryCodes.module.css';

export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const t = useTexts();
  const [copied, setCopied] = useState(false);
  const [kept, setKept] = useState(false);
  const text = codes.join('\n');
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setKept(true);
  };
  return (
    <div className={styles.all}>
      <p className={styles.lead}>{t('factor-codes-lead')}</p>
      <ul className={styles.codes} aria-label={t('factor-codes')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={styles.acts}>
        <Button icon={copied ? CheckIcon : CopyIcon} onClick={() => void copy()}>
          {copied ? t('copied') : t('factor-copy-codes')}
        </Button>
        <a className={styles.file} download="conmuta-recovery-codes.txt" href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`} onClick={() => setKept(true)}>
          <DownloadIcon size={16} />
          {t('factor-download-codes')}
        </a>
      </div>
      <label className={styles.kept}>
        <input type="checkbox" checked={kept} onChange={({ currentTarget }) => setKept(currentTarget.checked)} />
        {t('factor-codes-kept')}
      </label>
      <div className={styles.end}>
        <Button look="primary" disabled={!kept} onClick={done}>
          {t('done')}
        </Button>
      </div>
    </div>
  );
}
