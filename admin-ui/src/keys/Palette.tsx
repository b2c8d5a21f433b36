/** The command palette: goes to a page, begins an act, finds a person, a phone or a number. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { usePlace } from '../api/place';
import { useTexts } from '../i18n/Language';
import { type Picture, SearchIcon } from '../ui/icons';
import styles from './Palette.module.css';
import { useFound } from './found';
import { useActs } from './acts';

/** Something the palette leads to. */
export interface Entry {
  key: string;
  label: string;
  detail?: string;
  icon: Picture;
  /** The page, as in `features`. */
  to: string;
}

export default function Palette({ close }: { close: () => void }) {
  const t = useTexts();
  const { path } = usePlace();
  const navigate = useNavigate();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [words, setWords] = useState('');
  const [active, setActive] = useState(0);
  const acts = useActs(words);
  const found = useFound(words);
  const entries = [...acts, ...found.entries];
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const go = (entry: Entry) => {
    close();
    navigate(path(entry.to));
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && entries.length > 0) {
      event.preventDefault();
      setActive((before) => (before + step + entries.length) % entries.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const entry = entries[active];
      if (entry) go(entry);
    }
  };
  return (
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label={t('palette')}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onMouseDown={(event) => event.target === dialog.current && close()}
    >
      <div className={styles.line}>
        <SearchIcon />
        <input
          className={styles.words}
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={entries[active] ? `${id}-${active}` : undefined}
          aria-label={t('palette')}
          placeholder={t('palette-placeholder')}
          autoComplete="off"
          spellCheck={false}
          value={words}
          onChange={({ currentTarget }) => {
            setActive(0);
            setWords(currentTarget.value);
          }}
          onKeyDown={pressed}
        />
      </div>
      <div ref={list} id={id} role="listbox" aria-label={t('palette')} className={styles.list}>
        {entries.map(({ key, label, detail, icon: Icon }, place) => (
          <div
            key={key}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === active}
            className={styles.entry}
            onMouseMove={() => setActive(place)}
            onClick={() => entries[place] && go(entries[place])}
          >
            <Icon />
            <span className={styles.label}>{label}</span>
            {detail && <span className={styles.detail}>{detail}</span>}
          </div>
        ))}
      </div>
      {entries.length === 0 && <p className={styles.none}>{found.busy ? t('loading') : t('palette-none')}</p>}
    </dialog>
  );
}
