/** Short news at the edge of the page, with a way back where there is one. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/Language';
import { useShortcut } from '../keys/shortcuts';
import { IconButton } from './Button';
import { CheckIcon, CloseIcon, WarningIcon } from './icons';
import styles from './Toasts.module.css';

export interface News {
  text: string;
  tone?: 'done' | 'trouble';
  /** What the person may do about it, such as taking it back. */
  action?: { label: string; act: () => void };
}

type Tell = (news: News) => void;

const STAYS_MS = 6000;
const MOST = 4;
const Context = createContext<Tell | undefined>(undefined);

export function Toasts({ children }: { children: ReactNode }) {
  const t = useTexts();
  const [shown, setShown] = useState<(News & { id: number })[]>([]);
  const next = useRef(0);
  const tell = useCallback<Tell>((news) => {
    next.current += 1;
    const id = next.current;
    setShown((before) => [...before.slice(1 - MOST), { ...news, id }]);
  }, []);
  const drop = useCallback((id: number) => setShown((before) => before.filter((news) => news.id !== id)), []);
  return (
    <Context value={tell}>
      {children}
      <section className={styles.stack} aria-label={t('news')} aria-live="polite">
        {shown.map((news) => (
          <Toast key={news.id} news={news} drop={() => drop(news.id)} />
        ))}
      </section>
    </Context>
  );
}

function Toast({ news, drop }: { news: News; drop: () => void }) {
  const t = useTexts();
  const [held, setHeld] = useState(false);
  const leave = useRef(drop);
  leave.current = drop;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => leave.current(), STAYS_MS);
    return () => clearTimeout(timer);
  }, [held]);
  const Icon = news.tone === 'trouble' ? WarningIcon : CheckIcon;
  const act = () => {
    news.action?.act();
    drop();
  };
  // Who has no mouse would have a long way to it.
  useShortcut('z', news.action?.label ?? '', act, news.action !== undefined);
  return (
    <div
      className={styles.toast}
      data-tone={news.tone ?? 'done'}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon />
      <p className={styles.text}>{news.text}</p>
      {news.action && (
        <button type="button" className={styles.action} onClick={act}>
          {news.action.label}
        </button>
      )}
      <IconButton icon={CloseIcon} label={t('close')} data-side="left" className={styles.close} onClick={drop} />
    </div>
  );
}

export function useTell(): Tell {
  const tell = useContext(Context);
  if (!tell) throw new Error('there is no Toasts around this component');
  return tell;
}
