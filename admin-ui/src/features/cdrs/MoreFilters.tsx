/** The rarer filters: parts of the numbers, and how long a call lasted. */
import { useEffect, useRef, useState } from 'react';
import type { Listing } from '../../api/listing';
import { useTexts } from '../../i18n/Language';
import styles from './Filters.module.css';

const TYPING_MS = 300;

export function MoreFilters({ listing }: { listing: Listing }) {
  const t = useTexts();
  const field = (name: string) => ({ value: listing.filters[name] ?? '', change: (value: string) => listing.setFilters({ [name]: value }) });
  return (
    <div className={styles.more}>
      <TextFilter label={t('cdrs-from')} {...field('from')} />
      <TextFilter label={t('cdrs-to')} {...field('to')} />
      <TextFilter label={t('cdrs-min-secs')} figures {...field('min_secs')} />
      <TextFilter label={t('cdrs-max-secs')} figures {...field('max_secs')} />
    </div>
  );
}

function TextFilter({ label, value, change, figures = false }: { label: string; value: string; change: (value: string) => void; figures?: boolean }) {
  const [text, setText] = useState(value);
  const act = useRef(change);
  act.current = change;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => act.current(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <label className={styles.text}>
      {label}
      <input inputMode={figures ? 'numeric' : 'tel'} autoComplete="off" value={text} onChange={({ currentTarget }) => setText(figures ? currentTarget.value.replace(/\D/g, '') : currentTarget.value)} />
    </label>
  );
}
