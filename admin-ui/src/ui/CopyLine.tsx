/** A value to be carried elsewhere, with a button that copies it. */
import { useState } from 'react';
import { useTexts } from '../i18n/Language';
import { IconButton } from './Button';
import styles from './CopyLine.module.css';
import { CheckIcon, CopyIcon } from './icons';

const SHOWN_MS = 1600;

export function CopyLine({ label, value }: { label: string; value: string }) {
  const t = useTexts();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <div className={styles.line}>
      <span className={styles.label}>{label}</span>
      <code className={styles.value}>{value}</code>
      <IconButton icon={copied ? CheckIcon : CopyIcon} label={copied ? t('copied') : t('copy', { label })} data-hint={copied ? t('copied') : t('copy-short')} data-side="left" onClick={() => void copy()} />
      <span className="visually-hidden" role="status">
        {copied && t('copied')}
      </span>
    </div>
  );
}
